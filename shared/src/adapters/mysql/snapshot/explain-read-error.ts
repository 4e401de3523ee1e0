import { AppError } from '../../../domain/app-error.ts';
import { asMysqlError, translateMysqlError } from '../translate-mysql-error.ts';

const definitionChanged = 1412;

/** The error to throw for one that came of reading a table's rows. */
export function explainReadError(table: string, cause: unknown): AppError {
  if (asMysqlError(cause).errno !== definitionChanged) return translateMysqlError(cause);
  const message = `${table} has been altered since the snapshot was opened; back up again.`;
  return new AppError('conflict', message, { cause });
}
