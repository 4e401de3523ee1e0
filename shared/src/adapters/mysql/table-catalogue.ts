import type { Pool } from 'mysql2/promise';
import { cached } from '../../domain/cached.ts';
import type { TableCatalogue } from '../../domain/ingest/ports.ts';
import { describeTable } from './describe-table.ts';
import { listReferrers, listTables } from './list-tables.ts';
import { measureTable } from './measure-table.ts';

/** A change of a table's columns is seen after this time at the latest; a new table at once. */
const contractTtlMs = 5_000;

/** The tables of the pool's database. Contracts are kept for a few seconds. */
export function mysqlTableCatalogue(pool: Pool): TableCatalogue {
  return {
    describe: cached((table) => describeTable(pool, table), contractTtlMs, Date.now),
    list: () => listTables(pool),
    referrers: (table) => listReferrers(pool, table),
    measure: (table) => measureTable(pool, table),
  };
}
