import type { BatchAnswer } from '@cutover/shared/domain/batch/batch-answer.ts';
import { type Answer, answerJson } from '@cutover/shared/runtime/answer.ts';
import { replayedHeader } from '@cutover/shared/runtime/idempotency-key.ts';
import { answerProblem } from '@cutover/shared/runtime/problem.ts';
import type { FileAnswer } from './describe-file.ts';

/** Failures of ours; any other is the fault of what was sent. */
const ours: readonly string[] = ['books', 'internal'];

/** An ended load, and whether this is the first time that its request is answered. */
export interface Answered<T extends FileAnswer | BatchAnswer = FileAnswer | BatchAnswer> {
  readonly answer: T;
  readonly isReplayed: boolean;
}

/** 200 where the load is done, with what it refused; 422 where it has failed. */
export function answerLoad({ answer, isReplayed }: Answered, requestId: string): Answer {
  const headers = isReplayed ? replayedHeader : {};
  const { counts, error, load_id } = answer;
  const facts = { ...answer, rejects: `/loads/${load_id}/rejects` };
  if (error === null) {
    const { inserted, rejected: skipped } = counts;
    return answerJson({ status: 'ok', inserted, skipped, ...facts }, { headers });
  }
  const code = error.code ?? 'internal';
  const status = ours.includes(code) ? 500 : 422;
  const problem = { status, title: 'The load has failed', code, detail: error.message };
  return answerProblem({ ...facts, ...problem }, requestId, headers);
}
