import { type ErrorReason, GoogleSqlError } from '../google-sql-error.ts';

/** line:column of an offset, both from 1, as BigQuery counts them: in characters. */
export function locate(text: string, offset: number): string {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  const column = [...(lines.at(-1) ?? '')].length + 1;
  return `${lines.length}:${column}`;
}

/** An error at an offset of the statement. */
export const errorAt = (
  text: string,
  offset: number,
  message: string,
  reason: ErrorReason = 'invalidQuery',
) => new GoogleSqlError(reason, message, locate(text, offset));
