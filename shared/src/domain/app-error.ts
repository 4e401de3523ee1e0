import type { FaultCode } from './fault.ts';

/**
 * Every reason for which Cutover says "this can't be done". A rejected row is not among them:
 * it is a value, kept and explained. What each code means to HTTP stands in
 * `runtime/problem.ts`, which does not compile while a code is missing there.
 */
export type ErrorCode =
  | 'invalid-request'
  | 'unauthenticated'
  | 'forbidden'
  | 'too-many-requests'
  | 'invalid-object'
  | 'unknown-table'
  | 'not-found'
  | 'conflict'
  | 'precondition-failed'
  | 'unknown-reference'
  | 'gate-closed'
  | 'busy'
  | 'key-reused'
  | 'not-acceptable'
  | 'unsupported'
  | 'too-large'
  | 'unsupported-media-type'
  | 'misconfigured'
  | 'unavailable'
  | 'internal';

export interface ErrorDetail {
  /** JSON pointer, query parameter, header or column that is at fault. */
  readonly at?: string;
  /** Why a value was refused, where a cell's check has refused it. */
  readonly code?: FaultCode;
  readonly message: string;
}

/** An operation that can't be done. `message` is shown to users: it names what is wrong and what to do. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: readonly ErrorDetail[];
  /** When it makes sense to ask again, where that is known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      cause?: unknown;
      details?: readonly ErrorDetail[];
      retryAfterSeconds?: number;
    } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** True for what may succeed when it is tried again unchanged: callers let the platform retry it. */
export function isTransient(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'unavailable' || error.code === 'busy');
}
