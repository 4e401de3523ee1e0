import { AppError } from '../../domain/app-error.ts';

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** True for what Cloud Storage calls retryable (408, 429, 5xx) and for connections that broke. */
export function isTransientStorageError(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'unavailable';
  const code = codeOf(error);
  if (typeof code === 'number') return code === 408 || code === 429 || code >= 500;
  return true;
}

/** Says in Cutover's words why an object could not be read or written. */
export function translateStorageError(
  error: unknown,
  object: { readonly bucket: string; readonly name: string },
): AppError {
  if (error instanceof AppError && error.code !== 'unavailable') return error;
  const address = `gs://${object.bucket}/${object.name}`;
  const options = { cause: error };
  switch (codeOf(error)) {
    case 404:
      return new AppError(
        'not-found',
        `${address} is gone, or a newer file took its place.`,
        options,
      );
    case 401:
    case 403:
      return new AppError('misconfigured', `The function may not use ${address}.`, options);
    case 412:
      return new AppError(
        'conflict',
        `${address} was changed by somebody else meanwhile.`,
        options,
      );
    default:
      return new AppError('unavailable', `Cloud Storage did not deliver ${address}.`, options);
  }
}
