import { invalid } from './api-error.ts';

/** What a PUT to an upload session says of its body; undefined where it leaves it open with `*`. */
export interface UploadRange {
  /** Undefined for a mere question about the state: `*` where the span stands. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** Bytes of the finished object. */
  readonly total: number | undefined;
}

const toNumber = (text: string | undefined) =>
  text === undefined || text === '*' ? undefined : Number(text);

/** Reads Content-Range; without one, the body is the whole object. */
export function readUploadRange(header: string | undefined): UploadRange {
  if (header === undefined) return { first: 0, last: undefined, total: undefined };
  const [match, span, first, last, total] =
    /^bytes\s+(\*|(\d{1,15})-(\d{1,15}|\*))\/(\d{1,15}|\*)$/.exec(header.trim()) ?? [];
  if (match === undefined) throw invalid(`Content-Range is malformed: ${header}`);
  if (span === '*') return { first: undefined, last: undefined, total: toNumber(total) };
  const range = { first: Number(first), last: toNumber(last), total: toNumber(total) };
  const end = range.last ?? range.first - 1;
  if (end < range.first - 1 || (range.total !== undefined && end >= range.total)) {
    throw invalid(`Content-Range contradicts itself: ${header}`);
  }
  return range;
}
