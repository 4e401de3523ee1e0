import { connectMysql } from '@cutover/shared/adapters/mysql/connect.ts';
import { pingMysql } from '@cutover/shared/adapters/mysql/ping.ts';
import { measureTables } from '@cutover/shared/adapters/mysql/rows/measure-tables.ts';
import { mysqlRowReader } from '@cutover/shared/adapters/mysql/rows/row-reader.ts';
import { mysqlTableCatalogue } from '@cutover/shared/adapters/mysql/table-catalogue.ts';
import { defaultTablesConfig, readTablesConfig } from '@cutover/shared/adapters/tables-config.ts';
import { cached } from '@cutover/shared/domain/cached.ts';
import { Storage } from '@google-cloud/storage';
import type * as z from 'zod';
import type { configSchema } from './config.ts';
import type { Ports } from './ports.ts';

/** One for each call that an instance takes at the same time, and two for what is short. */
const connections = 10;
/** A change of tables.yaml is seen after this time at the latest. */
const tablesConfigTtlMs = 5_000;

export async function buildPorts(config: z.infer<typeof configSchema>): Promise<Ports> {
  const { pool } = await connectMysql(config, connections);
  const storage = new Storage();
  const readConfigAt = (location: string) => readTablesConfig(location, storage);
  const tablesConfig = cached(readConfigAt, tablesConfigTtlMs, Date.now);
  return {
    tables: mysqlTableCatalogue(pool),
    tablesConfig: () => tablesConfig(config.TABLES_CONFIG ?? defaultTablesConfig),
    measureTables: (countsAll) => measureTables(pool, countsAll),
    rows: mysqlRowReader(pool),
    ping: () => pingMysql(pool),
  };
}
