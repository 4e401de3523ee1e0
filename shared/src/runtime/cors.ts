import { type Answer, answerNothing } from './answer.ts';
import type { IncomingCall } from './route.ts';

type Asked = Pick<IncomingCall, 'method' | 'headers'>;

const preflightSeconds = '600';

/** Whether a browser asks before it sends a page's request to another origin (Fetch standard, "CORS-preflight fetch"). */
export function isPreflight({ method, headers }: Asked): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

/** Lets a page send any method with any header; what of it there is, and for whom, the request itself is told. */
export function answerPreflight({ headers }: Asked): Answer {
  return answerNothing({
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
    'access-control-max-age': preflightSeconds,
  });
}

/**
 * Lets pages of the named origins read an answer. An origin is named back, never `*`, and never with
 * credentials: a page signs its requests itself, by a token.
 */
export async function allowOrigin(
  answer: Answer,
  { headers: { origin } }: Asked,
  origins: () => Promise<readonly string[]>,
): Promise<Answer> {
  // Settings that can't be read name no origin; what is wrong with them the answer itself says.
  const named = await origins().catch((): string[] => []);
  if (named.length === 0) return answer;
  const { vary, ...others } = answer.headers ?? {};
  const headers = { ...others, vary: vary === undefined ? 'origin' : `${vary}, origin` };
  if (origin === undefined || !named.includes(origin)) return { ...answer, headers };
  const allowed = {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': '*',
  };
  return { ...answer, headers: { ...headers, ...allowed } };
}
