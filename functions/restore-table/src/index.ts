import { avroRestorableFiles } from '@cutover/shared/adapters/avro/restorable-files.ts';
import { connectMysql } from '@cutover/shared/adapters/mysql/connect.ts';
import { describeTable } from '@cutover/shared/adapters/mysql/describe-table.ts';
import { listTables } from '@cutover/shared/adapters/mysql/list-tables.ts';
import { pingMysql } from '@cutover/shared/adapters/mysql/ping.ts';
import { mysqlTableReplacer } from '@cutover/shared/adapters/mysql/restore/mysql-table-replacer.ts';
import { readTableRows } from '@cutover/shared/adapters/mysql/restore/read-table-rows.ts';
import { storageSetStore } from '@cutover/shared/adapters/storage/set-store.ts';
import { httpFunction } from '@cutover/shared/runtime/http-function.ts';
import { lazy } from '@cutover/shared/runtime/lazy.ts';
import { createLogger } from '@cutover/shared/runtime/logger.ts';
import { readConfig } from '@cutover/shared/runtime/read-config.ts';
import { http } from '@google-cloud/functions-framework';
import { Storage } from '@google-cloud/storage';
import type * as z from 'zod';
import { configSchema } from './config.ts';
import { routes } from './handler.ts';
import type { Ports } from './ports.ts';

const name = 'restore-table';
/** One each for the calls of an instance that wait for their turn, and for what is compared and short. */
const connections = 6;

async function buildPorts(config: z.infer<typeof configSchema>): Promise<Ports> {
  const { pool } = await connectMysql(config, connections);
  return {
    database: config.MYSQL_DATABASE,
    store: storageSetStore(new Storage(), config.BACKUPS_BUCKET),
    files: avroRestorableFiles,
    replacer: mysqlTableReplacer(pool),
    tables: { describe: (table) => describeTable(pool, table), list: () => listTables(pool) },
    readRows: (contract) => readTableRows(pool, contract),
    ping: () => pingMysql(pool),
  };
}

http(
  'restore-table',
  httpFunction({
    connect: lazy(async () => buildPorts(readConfig(configSchema, process.env))),
    routes,
    check: ({ ping }) => ping(),
    logger: createLogger({ function: name }),
  }),
);
