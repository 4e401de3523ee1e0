/** A refusal in Cloud Storage's words: HTTP status, the reason that clients test, and a sentence. */
export class ApiError extends Error {
  readonly status: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    reason: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.reason = reason;
    this.headers = headers;
  }
}

export const invalid = (message: string) => new ApiError(400, 'invalid', message);
export const notFound = (message: string) => new ApiError(404, 'notFound', message);
export const conflict = (message: string) => new ApiError(409, 'conflict', message);

/** 499 is what Cloud Storage answers to a cancelled upload. */
export const cancelled = () => new ApiError(499, 'clientClosedRequest', 'The upload is cancelled.');

/** What Cloud Storage can do and this emulator can't: said by name, never approximated. */
export const notSupported = (feature: string) =>
  new ApiError(501, 'notImplemented', `The local Cloud Storage does not support ${feature}.`);

/** The answer for anything thrown: what is not an ApiError is a fault of the emulator or of its disk. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') {
    return new ApiError(507, 'insufficientStorage', 'No space is left on the disk of the buckets.');
  }
  return new ApiError(500, 'backendError', 'The local Cloud Storage failed; its log says why.');
}
