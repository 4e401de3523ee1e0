import { describeLoad } from './describe-load.ts';
import { createDigest, type DigestLine } from './digest.ts';
import type { Load, LoadPlan } from './load.ts';
import { notAddedFile } from './not-added-file.ts';
import type { LoadLedger, ResultStore } from './ports.ts';
import { readAhead } from './read-ahead.ts';
import { recordOpenRejects } from './record-load.ts';

/** Where a load's result lies in the results bucket. */
export const resultName = (loadId: string) => `loads/${loadId}.json`;

const notAddedName = (plan: LoadPlan, loadId: string) => `not_added/${plan.table}/${loadId}.csv`;

/** Writes the load's not_added file, or removes it where nothing is left in it. */
async function publishRejects(
  ledger: LoadLedger,
  results: ResultStore,
  load: Load,
  plan: LoadPlan,
): Promise<{ address: string | null; digest: readonly DigestLine[] }> {
  const name = notAddedName(plan, load.id);
  const { count, mostCells, isAscii } = await ledger.surveyRejects(load);
  if (count === 0) {
    await results.remove(name);
    return { address: null, digest: [] };
  }
  const digest = createDigest();
  async function* digested() {
    for await (const page of ledger.rejectPages(load)) {
      for (const reject of page) digest.add(reject);
      yield page;
    }
  }
  const options = { loadId: load.id, columns: plan.columns, mostCells, needsMark: !isAscii };
  const text = notAddedFile(options, readAhead(digested()));
  const address = await results.write(name, 'text/csv; charset=utf-8', text);
  return { address, digest: digest.lines() };
}

/**
 * Writes what a load leaves for people: its not_added file, which holds the rejects that are still
 * open and is removed when none is, and `loads/<id>.json`. Doing it again gives the same objects.
 * Where its rejects count to an entity, it also keeps how many of those are open now, to be recorded.
 */
export async function publishLoad(
  ledger: LoadLedger,
  results: ResultStore,
  id: string,
): Promise<void> {
  await ledger.publishing(id, async (load) => {
    const { address, digest } =
      load.plan === null
        ? { address: null, digest: [] }
        : await publishRejects(ledger, results, load, load.plan);
    const shown = { ...describeLoad(load), not_added: address, digest };
    const summary = `${JSON.stringify(shown, null, 2)}\n`;
    const link = await results.write(resultName(id), 'application/json', [summary]);
    const { entity, plan } = load;
    if (entity === null || plan === null || plan.dryRun) return [];
    const open = await ledger.countOpenRejects(entity, plan.table);
    return [recordOpenRejects(load, { entity, table: plan.table }, open, link)];
  });
}
