import { AppError } from '../../../domain/app-error.ts';
import { asMysqlError, translateMysqlError } from '../translate-mysql-error.ts';

/** By the server's error number: why its rows can't be read, in words that follow the table's name. */
const reasons: Readonly<Record<number, string>> = {
  1153: "has a row that is longer than the server's max_allowed_packet; raise it and back up again.",
  1412: 'has been altered since the snapshot was opened; back up again.',
};

/** The error to throw for one that came of reading a table's rows. */
export function explainReadError(table: string, cause: unknown): AppError {
  const reason = reasons[asMysqlError(cause).errno ?? 0];
  if (reason === undefined) return translateMysqlError(cause);
  return new AppError('conflict', `${table} ${reason}`, { cause });
}
