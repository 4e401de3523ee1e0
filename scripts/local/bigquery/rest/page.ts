import { invalid } from '../api-error.ts';

function readNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text)) throw invalid(`Invalid value for ${name}: ${text}`, name);
  return Number(text);
}

/** What a request for a page of something asks for. */
export interface PageQuery {
  readonly start: number;
  /** Undefined where the client leaves it to the server. */
  readonly most: number | undefined;
}

/** A page token says at which place of the whole the page begins. */
export const toPageToken = (start: number) => Buffer.from(`page:${start}`).toString('base64url');

function readPageToken(token: string): number {
  const [match, start] = /^page:(\d{1,15})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (match === undefined) throw invalid(`Invalid page token: ${token}`, 'pageToken');
  return Number(start);
}

/** Reads maxResults, pageToken and startIndex; a token counts more than an index. */
export function readPageQuery(query: URLSearchParams): PageQuery {
  const token = query.get('pageToken') ?? '';
  const start = token === '' ? (readNumber(query, 'startIndex') ?? 0) : readPageToken(token);
  return { start, most: readNumber(query, 'maxResults') };
}

const listSize = 1000;

/** One page of a list that is at hand, and the token of the next. */
export function cutPage<T>(items: readonly T[], query: URLSearchParams) {
  const { start, most = listSize } = readPageQuery(query);
  const end = start + most;
  const next = end < items.length ? { nextPageToken: toPageToken(end) } : {};
  return { items: items.slice(start, end), next };
}
