import { describeLoad } from '@cutover/shared/domain/ingest/describe-load.ts';
import type { Load } from '@cutover/shared/domain/ingest/load.ts';
import type { LoadLedger, PublishedReject } from '@cutover/shared/domain/ingest/ports.ts';
import { publishedRejects } from '@cutover/shared/domain/ingest/published-rejects.ts';

const shownRejects = 100;

/** The first rejects of the load, as answers show them. */
async function firstRejects(ledger: LoadLedger, load: Load) {
  const selection = publishedRejects(load);
  const survey = await ledger.surveyRejects(selection);
  for await (const page of ledger.rejectPages(selection, survey)) {
    return page.slice(0, shownRejects).map(show);
  }
  return [];
}

const show = ({ id, line, faults }: PublishedReject) => ({
  line,
  reject_id: id,
  errors: faults,
});

/** What became of a file, as its sender is told; JSON. */
export const describeFile = async (ledger: LoadLedger, load: Load) => ({
  ...describeLoad(load),
  rejected: await firstRejects(ledger, load),
});

export type FileAnswer = Awaited<ReturnType<typeof describeFile>>;
