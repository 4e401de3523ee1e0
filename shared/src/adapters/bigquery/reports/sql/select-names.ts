import type { Statement } from '../../statement.ts';

/** The names of departments or jobs by id; `column` holds them. */
export function selectNames(table: string, column: 'department' | 'job'): Statement {
  return { sql: `SELECT id, ${column} AS name FROM ${table}`, types: {} };
}
