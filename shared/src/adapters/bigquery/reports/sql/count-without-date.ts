import type { Statement } from '../../statement.ts';

/** Counts the hires that no year can count. */
export function countWithoutDate(hires: string): Statement {
  return { sql: `SELECT COUNTIF(datetime IS NULL) AS hires FROM ${hires}`, types: {} };
}
