import { AppError } from '../../../../shared/src/domain/app-error.ts';

/** Why the file can't be opened, as a sentence. */
export function explainOpening(file: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return reason.includes('Could not set lock')
    ? new AppError('unavailable', `${file} is open in another process; end that one first.`, {
        cause,
      })
    : new AppError('unavailable', `DuckDB can't open ${file}: ${reason.split('\n')[0]}`, { cause });
}
