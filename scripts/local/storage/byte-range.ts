import { ApiError, notSupported } from './api-error.ts';

/** The bytes to send, `to` not included. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads a Range header against an object's size; undefined for the whole object, also for what is
 * no byte range (RFC 9110). Throws 416 when it holds no byte, 501 for several ranges.
 */
export function readByteRange(header: string | undefined, size: number): ByteRange | undefined {
  if (header === undefined || !header.startsWith('bytes=')) return undefined;
  if (header.includes(',')) throw notSupported('several ranges in one request');
  const [match, first = '', last = ''] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/.exec(header) ?? [];
  if (match === undefined || (first === '' && last === '')) return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (from < to) return { from, to };
  throw new ApiError(
    416,
    'requestedRangeNotSatisfiable',
    'The requested range cannot be satisfied.',
    {
      'content-range': `bytes */${size}`,
    },
  );
}
