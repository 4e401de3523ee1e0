import { openSnapshot } from '@cutover/shared/adapters/mysql/snapshot/open-snapshot.ts';
import type { Pool } from 'mysql2/promise';

/** A table to back up and to restore, and how much it is. */
export interface BenchTable {
  readonly table: string;
  readonly rows: number;
  /** Of its rows as the server sends them. */
  readonly bytes: number;
}

export async function measureTable(pool: Pool, table: string): Promise<BenchTable> {
  const snapshot = await openSnapshot(pool, { tables: [table] });
  try {
    let [rows, bytes] = [0, 0];
    for await (const portion of snapshot.rows(table)) {
      rows += portion.count;
      bytes += portion.bytes.length;
    }
    return { table, rows, bytes };
  } finally {
    await snapshot.close();
  }
}
