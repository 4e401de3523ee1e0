import type { Pool } from 'mysql2/promise';
import type { RestorePorts } from '../../../domain/restore/restore-ports.ts';
import { describeTable } from '../describe-table.ts';
import { listTables } from '../list-tables.ts';
import { mysqlTableReplacer } from './mysql-table-replacer.ts';
import { readTableRows } from './read-table-rows.ts';

/** What a restore needs of the pool's database. It takes two of its connections, and a third for a moment. */
export function mysqlRestorePorts(
  pool: Pool,
): Pick<RestorePorts, 'replacer' | 'tables' | 'readRows'> {
  return {
    replacer: mysqlTableReplacer(pool),
    tables: { describe: (table) => describeTable(pool, table), list: () => listTables(pool) },
    readRows: (contract) => readTableRows(pool, contract),
  };
}
