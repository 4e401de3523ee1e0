import { describeLoad } from './describe-load.ts';
import { createDigest, type DigestLine } from './digest.ts';
import type { Load, LoadPlan } from './load.ts';
import { notAddedName, notAddedText, notAddedType } from './not-added-text.ts';
import type { LoadLedger, ResultStore } from './ports.ts';
import { publishedRejects } from './published-rejects.ts';
import { readAhead } from './read-ahead.ts';
import { recordOpenRejects } from './record-load.ts';

/** Where a load's result lies in the results bucket. */
export const resultName = (loadId: string) => `loads/${loadId}.json`;

interface PublishedFile {
  readonly address: string | null;
  readonly digest: readonly DigestLine[];
}

const nothingPublished: PublishedFile = { address: null, digest: [] };

/** Writes the load's not_added file, or removes it where nothing is left in it. */
async function publishRejects(
  ledger: LoadLedger,
  results: ResultStore,
  load: Load,
  plan: LoadPlan,
): Promise<PublishedFile> {
  const name = notAddedName(plan, load.id);
  const selection = publishedRejects(load);
  const survey = await ledger.surveyRejects(selection);
  if (survey.count === 0) {
    const all = await ledger.surveyRejects({ loadId: load.id, state: null });
    // Without rejects there has never been such a file, and a bucket is slow to say so.
    if (all.count > 0) await results.remove(name);
    return nothingPublished;
  }
  const digest = createDigest();
  async function* digested() {
    for await (const page of ledger.rejectPages(selection, survey)) {
      for (const reject of page) digest.add(reject);
      yield page;
    }
  }
  const text = notAddedText(load, survey, readAhead(digested()));
  const address = await results.write(name, notAddedType, text);
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
    const { entity, plan } = load;
    const { address, digest } =
      plan === null ? nothingPublished : await publishRejects(ledger, results, load, plan);
    const shown = { ...describeLoad(load), not_added: address, digest };
    const summary = `${JSON.stringify(shown, null, 2)}\n`;
    const link = await results.write(resultName(id), 'application/json', [summary]);
    if (entity === null || plan === null || plan.dryRun) return { digest, records: [] };
    const open = await ledger.countOpenRejects(entity, plan.table);
    const record = recordOpenRejects(load, { entity, table: plan.table }, open, link);
    return { digest, records: [record] };
  });
}
