import { AppError, type ErrorCode, type ErrorDetail } from '../domain/app-error.ts';
import type { Answer } from './answer.ts';

interface Kind {
  readonly status: number;
  readonly title: string;
}

/** What each reason means to HTTP. It does not compile while a code is missing. */
export const problemKinds: Readonly<Record<ErrorCode, Kind>> = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'The caller is not signed in' },
  forbidden: { status: 403, title: 'The caller may not do this' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'invalid-object': { status: 422, title: 'The object can not be read' },
  'unknown-table': { status: 404, title: 'There is no such table' },
  'not-found': { status: 404, title: 'There is no such thing' },
  conflict: { status: 409, title: 'The request conflicts with what is there' },
  'precondition-failed': { status: 412, title: 'The thing was changed meanwhile' },
  'unknown-reference': { status: 422, title: 'The request refers to what is not there' },
  'gate-closed': { status: 409, title: 'Evidence is missing for this step' },
  busy: { status: 409, title: 'The same thing is being done right now' },
  'key-reused': { status: 422, title: 'The Idempotency-Key belongs to another request' },
  'not-acceptable': { status: 406, title: 'No acceptable format' },
  'too-large': { status: 413, title: 'The request is too large' },
  unsupported: { status: 422, title: 'What is asked for is not supported' },
  'unsupported-media-type': { status: 415, title: 'The format of the body is not supported' },
  misconfigured: { status: 500, title: 'The function is misconfigured' },
  unavailable: { status: 503, title: 'Something the function needs does not answer' },
  internal: { status: 500, title: 'Something went wrong' },
};

/**
 * Headers of every refusal of a kind: when to ask again, in seconds; how to sign in (RFC 6750, 3);
 * by what a body may be compressed (RFC 9110, 12.5.3).
 */
const headersOf: Partial<Record<ErrorCode, Readonly<Record<string, string>>>> = {
  busy: { 'retry-after': '5' },
  unavailable: { 'retry-after': '5' },
  unauthenticated: { 'www-authenticate': 'Bearer realm="cutover"' },
  'unsupported-media-type': { 'accept-encoding': 'gzip' },
};

/** An answer whose body is whole text. */
type TextAnswer = Answer & { readonly body: string };

/** RFC 9457, with the code, every single fault and the request's id as extensions. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly ErrorDetail[];
}

/** Writes a problem as application/problem+json; its type is `urn:cutover:problem:<code>`. */
export function answerProblem(
  problem: Problem,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): TextAnswer {
  const { code, ...rest } = problem;
  const body = { type: `urn:cutover:problem:${code}`, ...rest, code, request_id: requestId };
  return {
    status: problem.status,
    type: 'application/problem+json; charset=utf-8',
    body: `${JSON.stringify(body)}\n`,
    headers,
  };
}

/**
 * What the caller is told of an error. An `AppError` speaks for itself; of any other nothing
 * is shown but that it happened, because its words may hold rows or secrets.
 */
export function answerError(error: unknown, requestId: string): TextAnswer {
  const known =
    error instanceof AppError
      ? error
      : new AppError('internal', `The request failed; the log says why under ${requestId}.`);
  const { code, message: detail, details } = known;
  const wait = known.retryAfterSeconds;
  return answerProblem(
    { ...problemKinds[code], code, detail, ...(details.length === 0 ? {} : { errors: details }) },
    requestId,
    { ...headersOf[code], ...(wait === undefined ? {} : { 'retry-after': String(wait) }) },
  );
}
