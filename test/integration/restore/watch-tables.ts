import type { RowDataPacket } from 'mysql2';
import type { Pool } from 'mysql2/promise';
import { connectMysql, type MysqlTarget } from '../../../shared/src/adapters/mysql/connect.ts';
import { countBoth } from './both-tables.ts';

/** What a foreign key is to refuse at every instant: a child without a parent ... */
export const orphans = [
  'INSERT INTO badges VALUES (99, 99)',
  "INSERT INTO hired_employees VALUES (99, 'X', NULL, 99, NULL)",
  "INSERT INTO hired_employees VALUES (99, 'X', NULL, NULL, 99)",
];
/** ... and, where there are children, the end of a parent. */
const forbidden = [
  ...orphans,
  'DELETE FROM hired_employees WHERE id = 1',
  'DELETE FROM jobs WHERE id = 1',
];
const refusals = new Set([1451, 1452]);
/** Chosen to give way to who replaces the tables. */
const passing = new Set([1205, 1213]);

/**
 * Counts rows and tries what foreign keys forbid, without a pause until it is stopped: the counts
 * seen, the statements that were not refused as they should be, and how many were tried.
 */
export function watchTables(target: MysqlTarget, tried: readonly string[] = forbidden) {
  const counts = new Set<string>();
  const breaches: string[] = [];
  let probes = 0;
  let isStopped = false;

  async function probe(pool: Pool, sql: string): Promise<void> {
    const errno = await pool.query(sql).then(
      () => 0,
      (error) => error.errno,
    );
    if (refusals.has(errno)) probes++;
    else if (!passing.has(errno)) breaches.push(`${sql}: ${errno}`);
  }

  async function count(pool: Pool): Promise<void> {
    const [rows] = await pool.query<RowDataPacket[]>(countBoth);
    counts.add(String(rows[0]?.counts));
  }

  async function watch(look: (pool: Pool, turn: number) => Promise<void>): Promise<void> {
    const { pool, close } = await connectMysql(target, 1);
    for (let turn = 0; !isStopped; turn++) await look(pool, turn);
    await close();
  }

  const watching = Promise.all([
    watch((pool) => count(pool)),
    watch((pool, turn) => probe(pool, tried[turn % tried.length] ?? '')),
  ]);
  return {
    async stop() {
      isStopped = true;
      await watching;
      return { counts: [...counts].sort(), breaches, probes };
    },
  };
}
