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
export function allowOrigin(
  answer: Answer,
  { headers }: Asked,
  origins: readonly string[],
): Answer {
  if (origins.length === 0) return answer;
  const { vary, ...others } = answer.headers ?? {};
  const isAllowed = headers.origin !== undefined && origins.includes(headers.origin);
  return {
    ...answer,
    headers: {
      ...others,
      vary: vary === undefined ? 'origin' : `${vary}, origin`,
      ...(isAllowed
        ? {
            'access-control-allow-origin': headers.origin ?? '',
            'access-control-expose-headers': '*',
          }
        : {}),
    },
  };
}
