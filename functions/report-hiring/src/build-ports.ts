import { connectBigquery } from '@cutover/shared/adapters/bigquery/connect.ts';
import { bigqueryHireCounter } from '@cutover/shared/adapters/bigquery/reports/hire-counter.ts';
import { connectMysql } from '@cutover/shared/adapters/mysql/connect.ts';
import {
  countOpenHireRejects,
  mysqlHireCounter,
} from '@cutover/shared/adapters/mysql/hire-counter.ts';
import { pingMysql } from '@cutover/shared/adapters/mysql/ping.ts';
import { storageResultStore } from '@cutover/shared/adapters/storage/result-store.ts';
import { storageSetStore } from '@cutover/shared/adapters/storage/set-store.ts';
import { lazy } from '@cutover/shared/runtime/lazy.ts';
import { Storage } from '@google-cloud/storage';
import type * as z from 'zod';
import type { configSchema } from './config.ts';
import type { Ports } from './handler.ts';

/** Reports that run at the same time in one instance; further ones wait for a connection. */
const connections = 4;

function buildHires(
  config: z.infer<typeof configSchema>,
  pool: Parameters<typeof mysqlHireCounter>[0],
  storage: Storage,
): Ports['hires'] {
  return {
    mysql: mysqlHireCounter(pool),
    bigquery: bigqueryHireCounter({
      connect: lazy(connectBigquery),
      dataset: config.REPORTS_DATASET,
      store: storageSetStore(storage, config.BACKUPS_BUCKET),
      database: config.MYSQL_DATABASE,
      countOpenRejects: () => countOpenHireRejects(pool),
    }),
  };
}

export async function buildPorts(config: z.infer<typeof configSchema>): Promise<Ports> {
  const { pool } = await connectMysql(config, connections);
  const storage = new Storage();
  return {
    hires: buildHires(config, pool, storage),
    results: storageResultStore(storage, config.RESULTS_BUCKET),
    ping: () => pingMysql(pool),
  };
}
