import type { Fault, FaultCode } from '../../domain/fault.ts';
import { asMysqlError } from './translate-mysql-error.ts';

/** Errors of a single row, by number; each means the same on MySQL 8 and MariaDB 10.11. */
const codes: Readonly<Record<number, FaultCode>> = {
  1022: 'duplicate-key',
  1048: 'missing-value',
  1062: 'duplicate-key',
  1169: 'duplicate-key',
  1216: 'unknown-reference',
  1264: 'out-of-range',
  1265: 'type-error',
  1292: 'type-error',
  1364: 'missing-value',
  1366: 'type-error',
  1406: 'too-long',
  1411: 'type-error',
  1416: 'type-error',
  1452: 'unknown-reference',
  1526: 'refused-by-database', // no partition for the value
  1644: 'refused-by-database', // a trigger's SIGNAL
  3140: 'type-error',
  3819: 'refused-by-database', // CHECK, MySQL
  4025: 'refused-by-database', // CHECK, MariaDB
};

/** The column, or the columns of a foreign key, that the database's message names, if it does. */
function columnIn(message: string): string | null {
  const column = /(?:for column|Column|Field) [`']?(?:[^`']*`\.`[^`']*`\.`)?([^`']+)[`']/.exec(
    message,
  )?.[1];
  const key = /^Cannot add .*FOREIGN KEY \(`(.*?)`\) REFERENCES/.exec(message)?.[1];
  return column ?? key?.replaceAll('`, `', ', ') ?? null;
}

/**
 * The reason for which the database refused one row, or null where the error is not about the row
 * (then it has to be thrown on). SQL states 22, 23 and 45 are a row's by the SQL standard.
 */
export function readRefusal(error: unknown): readonly Fault[] | null {
  const { errno = 0, sqlState = '', message } = asMysqlError(error);
  const isOfRow = codes[errno] !== undefined || /^(22|23|45)/.test(sqlState);
  if (!isOfRow) return null;
  const code = codes[errno] ?? 'refused-by-database';
  return [{ column: columnIn(message), code, message: `The database refused the row: ${message}` }];
}
