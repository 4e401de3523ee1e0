import { translateMysqlError } from '../translate-mysql-error.ts';

/** What mysql2's errors have, if not all of them each. */
const marks = ['errno', 'sqlState', 'code', 'fatal'];

/** An error of the database in Cutover's words; one of the rows' source or of their check as it is. */
export function translateFailure(error: unknown): Error {
  const isOfDatabase = error instanceof Error && marks.some((mark) => mark in error);
  if (error instanceof Error && !isOfDatabase) return error;
  return translateMysqlError(error);
}
