import type { Statement } from '../statement.ts';

/** Counts the refused records of a table that nobody has repaired or discarded. */
export function countOpenRejects(table: string): Statement {
  return {
    sql: `SELECT COUNT(*) AS rejects
FROM cutover_reject
WHERE table_name = ? AND state = 'open'`,
    values: [table],
  };
}
