import { bearerAccess } from '@cutover/shared/adapters/access/bearer-access.ts';
import { openEnvelope } from '@cutover/shared/adapters/access/open-envelope.ts';
import { connectMysql } from '@cutover/shared/adapters/mysql/connect.ts';
import { pingMysql } from '@cutover/shared/adapters/mysql/ping.ts';
import { measureTables } from '@cutover/shared/adapters/mysql/rows/measure-tables.ts';
import { mysqlRowReader } from '@cutover/shared/adapters/mysql/rows/row-reader.ts';
import { mysqlTableCatalogue } from '@cutover/shared/adapters/mysql/table-catalogue.ts';
import { defaultTablesConfig, readTablesConfig } from '@cutover/shared/adapters/tables-config.ts';
import { cached } from '@cutover/shared/domain/cached.ts';
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

/** One for each call that an instance takes at the same time, and two for what is short. */
const connections = 10;
/** A change of tables.yaml is seen after this time at the latest. */
const tablesConfigTtlMs = 5_000;

async function buildPorts(config: z.infer<typeof configSchema>): Promise<Ports> {
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

http(
  'read-rows',
  httpFunction({
    connect: lazy(async () => buildPorts(readConfig(configSchema, process.env))),
    access: lazy(async () => bearerAccess(readConfig(configSchema, process.env))),
    envelope: lazy(async () => openEnvelope(readConfig(configSchema, process.env))),
    origins: lazy(async () => readConfig(configSchema, process.env).CORS_ORIGINS),
    routes,
    check: ({ ping }) => ping(),
    logger: createLogger({ function: 'read-rows' }),
  }),
);
