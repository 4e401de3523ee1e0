import type { Statement } from '../statement.ts';
import type { Reach } from './reach.ts';

/** Counts the hires that no year can count. */
export function countHiresWithoutDate(reach: Reach): Statement {
  return {
    sql: `SELECT COUNT(*) AS hires
FROM hired_employees
WHERE ${reach.sql} AND datetime IS NULL`,
    values: reach.values,
  };
}
