import type { RequestMark } from '@cutover/shared/domain/batch/request-mark.ts';
import { readIdempotencyKey } from '@cutover/shared/runtime/idempotency-key.ts';
import type { Call } from '@cutover/shared/runtime/route.ts';
import type { Ports } from './ports.ts';

/** The mark of a request that has an Idempotency-Key, and sent `content`; null without one. */
export function markCall(
  { markRequest }: Pick<Ports, 'markRequest'>,
  { headers, caller, path }: Pick<Call<unknown, unknown>, 'headers' | 'caller' | 'path'>,
  content: readonly (string | Uint8Array)[],
): RequestMark | null {
  const key = readIdempotencyKey(headers);
  return key === null ? null : markRequest({ caller, route: `POST ${path}`, key }, content);
}
