import { randomBytes } from 'node:crypto';
import type { Pool } from 'mysql2/promise';

const mib = 2 ** 20;

/** A table whose values are large. */
export interface LargeTable {
  readonly table: string;
  readonly valueMib: number;
  readonly rows: number;
}

/** Tables of 128 MiB each: more than the process may have beside what it has without work. */
export const largeTables: readonly LargeTable[] = [1, 4, 8, 16].map((valueMib) => ({
  table: `values_of_${valueMib}_mib`,
  valueMib,
  rows: 128 / valueMib,
}));

/** Makes the table and fills it with bytes that can't be packed, so that they are as large everywhere. */
export async function fillLargeTable(pool: Pool, { table, valueMib, rows }: LargeTable) {
  await pool.query(`CREATE TABLE ${table} (id INT NOT NULL PRIMARY KEY, body LONGBLOB NOT NULL)`);
  for (let id = 1; id <= rows; id++) {
    await pool.execute(`INSERT INTO ${table} VALUES (?, ?)`, [id, randomBytes(valueMib * mib)]);
  }
}
