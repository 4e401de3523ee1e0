import { describeLoad } from '@cutover/shared/domain/ingest/describe-load.ts';
import type { Load } from '@cutover/shared/domain/ingest/load.ts';
import type { LoadLedger, PublishedReject } from '@cutover/shared/domain/ingest/ports.ts';
import { publishedRejects } from '@cutover/shared/domain/ingest/published-rejects.ts';
import { type Answer, answerJson } from '@cutover/shared/runtime/answer.ts';
import { answerProblem } from '@cutover/shared/runtime/problem.ts';

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
  reject_id: id,
  line,
  errors: faults,
});

/** What became of a file: 200, or 422 where the load failed, with the first rejects in either case. */
export async function answerLoad(
  ledger: LoadLedger,
  load: Load,
  requestId: string,
): Promise<Answer> {
  const { counts, state, error, errorCode } = load;
  const rejected = await firstRejects(ledger, load);
  const facts = { ...describeLoad(load), rejected, rejects: `/loads/${load.id}/rejects` };
  if (state === 'done') {
    const { inserted, rejected: skipped } = counts;
    return answerJson({ status: 'ok', inserted, skipped, ...facts });
  }
  const code = errorCode ?? 'internal';
  const status = code === 'books' || code === 'internal' ? 500 : 422;
  const problem = { status, title: 'The load has failed', code, detail: error ?? '' };
  return answerProblem({ ...facts, ...problem }, requestId);
}
