import { compareCodePoints } from '../../../shared/src/domain/code-point-order.ts';
import { invalid } from './api-error.ts';

export interface ListQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** First name listed, and the first one not listed any more; empty for no bound. */
  readonly startOffset: string;
  readonly endOffset: string;
  /** Also list as an item what ends in its only delimiter after the prefix. */
  readonly includeTrailingDelimiter: boolean;
  readonly maxResults: number;
  readonly pageToken: string;
}

export interface Listing {
  readonly names: readonly string[];
  readonly prefixes: readonly string[];
  readonly nextPageToken?: string;
}

const mostResults = 1000;

function readMaxResults(query: URLSearchParams): number {
  const text = query.get('maxResults') ?? String(mostResults);
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1) throw invalid('maxResults is a whole number from 1.');
  return Math.min(number, mostResults);
}

/** Reads the query parameters of a list; what is absent bounds nothing. */
export const readListQuery = (query: URLSearchParams): ListQuery => ({
  prefix: query.get('prefix') ?? '',
  delimiter: query.get('delimiter') ?? '',
  startOffset: query.get('startOffset') ?? '',
  endOffset: query.get('endOffset') ?? '',
  includeTrailingDelimiter: /^true$/i.test(query.get('includeTrailingDelimiter') ?? ''),
  maxResults: readMaxResults(query),
  pageToken: query.get('pageToken') ?? '',
});

/** A token is the last entry of its page: names it covers are passed over, also when it is gone by then. */
const toToken = (entry: string) => Buffer.from(entry).toString('base64url');

function readToken(token: string): string {
  const entry = Buffer.from(token, 'base64url').toString('utf8');
  if (toToken(entry) !== token) throw invalid('The page token is not one of this server.');
  return entry;
}

/** The index of the first name at or after `bound`, in names ordered by code point. */
function firstAtOrAfter(names: readonly string[], bound: string): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareCodePoints(names[middle] as string, bound) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function commonPrefix(name: string, { prefix, delimiter }: ListQuery): string | undefined {
  const at = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : name.slice(0, at + delimiter.length);
}

const latest = (left: string, right: string) => (compareCodePoints(left, right) < 0 ? right : left);

/** One page of a bucket's names, which are ordered by code point. */
export function listObjects(sorted: readonly string[], query: ListQuery): Listing {
  const after = query.pageToken === '' ? undefined : readToken(query.pageToken);
  const from = [query.prefix, query.startOffset, after ?? ''].reduce(latest);
  const names: string[] = [];
  const prefixes: string[] = [];
  let last = after;
  let entries = 0;
  for (let index = firstAtOrAfter(sorted, from); index < sorted.length; index++) {
    const name = sorted[index] as string;
    if (!name.startsWith(query.prefix)) break;
    if (query.endOffset !== '' && compareCodePoints(name, query.endOffset) >= 0) break;
    const group = commonPrefix(name, query);
    const entry = group ?? name;
    if (entry === last) continue;
    if (entries === query.maxResults) {
      return { names, prefixes, nextPageToken: toToken(last ?? '') };
    }
    if (group !== undefined) prefixes.push(group);
    if (group === undefined || (query.includeTrailingDelimiter && group === name)) names.push(name);
    entries += 1;
    last = entry;
  }
  return { names, prefixes };
}
