import type { RequestMark } from '@cutover/shared/domain/batch/request-mark.ts';
import { readIdempotencyKey } from '@cutover/shared/runtime/idempotency-key.ts';
import type { Call } from '@cutover/shared/runtime/route.ts';
import type { Ports } from './ports.ts';

/** The mark of a request that has an Idempotency-Key; null without one. */
export function markCall(
  { markRequest }: Pick<Ports, 'markRequest'>,
  {
    headers,
    caller,
    path,
    bytes,
  }: Pick<Call<unknown, unknown>, 'headers' | 'caller' | 'path' | 'bytes'>,
  parameters = '',
): RequestMark | null {
  const key = readIdempotencyKey(headers);
  if (key === null) return null;
  return markRequest({ caller, route: `POST ${path}?${parameters}`, key }, bytes ?? '');
}
