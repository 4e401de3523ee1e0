import type { Stored } from '@cutover/shared/domain/tracking/tracking-store.ts';
import { type Answer, answerJson } from '@cutover/shared/runtime/answer.ts';
import { etagOf } from '@cutover/shared/runtime/if-match.ts';

/** A record under its ETag. */
export function answerRecord(
  { record, version }: Stored<object>,
  { status = 200, headers = {} }: Pick<Answer, 'status' | 'headers'> = {},
): Answer {
  return answerJson(record, { status, headers: { ...headers, etag: etagOf(version) } });
}
