import { createDigest, type DigestLine } from './digest.ts';
import type { Load, LoadPlan } from './load.ts';
import { notAddedFile } from './not-added-file.ts';
import type { LoadLedger, PublishedReject, ResultStore } from './ports.ts';

/** A load as `loads/<id>.json` and as what its function answers and logs. */
function describeLoad(load: Load, digest: readonly DigestLine[], notAdded: string | null) {
  const { plan, counts } = load;
  const milliseconds = Date.parse(load.finishedAt ?? load.startedAt) - Date.parse(load.startedAt);
  return {
    load_id: load.id,
    state: load.state,
    drop: { bucket: load.bucket, object: load.object, generation: load.generation },
    table: plan?.table ?? null,
    entity: plan?.entity ?? null,
    mode: plan?.mode ?? null,
    dry_run: plan?.dryRun ?? false,
    conflict: plan?.conflict ?? null,
    counts,
    error: load.error === null ? null : { code: load.errorCode, message: load.error },
    started_at: load.startedAt,
    finished_at: load.finishedAt,
    seconds: milliseconds / 1000,
    not_added: notAdded,
    digest,
  };
}

/** True for text that spreadsheet programs misread unless a byte order mark says that it is UTF-8. */
const isBeyondAscii = (text: string) => /[^\0-\x7f]/.test(text);

/** What has to be known before the first line is written: one pass over the rejects. */
async function surveyRejects(rejects: AsyncIterable<PublishedReject>, width: number) {
  const digest = createDigest();
  let count = 0;
  let extras = 0;
  let needsMark = false;
  for await (const reject of rejects) {
    digest.add(reject);
    count++;
    extras = Math.max(extras, reject.cells.length - width);
    needsMark ||= reject.cells.some(isBeyondAscii);
  }
  return { count, extras, needsMark, digest: digest.lines() };
}

export const notAddedName = (plan: LoadPlan, loadId: string) =>
  `not_added/${plan.table}/${loadId}.csv`;

/**
 * Writes what a load leaves for people: its not_added file, which holds the rejects that are still
 * open and is removed when none is, and `loads/<id>.json`. Doing it again gives the same objects.
 */
export async function publishLoad(
  ledger: LoadLedger,
  results: ResultStore,
  id: string,
): Promise<void> {
  await ledger.publishing(id, async (load) => {
    const { plan } = load;
    let notAdded: string | null = null;
    let digest: readonly DigestLine[] = [];
    if (plan !== null) {
      const survey = await surveyRejects(ledger.rejectsOf(load), plan.columns.width);
      const name = notAddedName(plan, id);
      const text = notAddedFile(id, plan.columns, survey, ledger.rejectsOf(load));
      digest = survey.digest;
      if (survey.count > 0) notAdded = await results.write(name, 'text/csv; charset=utf-8', text);
      else await results.remove(name);
    }
    const summary = `${JSON.stringify(describeLoad(load, digest, notAdded), null, 2)}\n`;
    await results.write(`loads/${id}.json`, 'application/json', [summary]);
  });
}
