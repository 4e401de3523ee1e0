import { loadRecorder } from '@cutover/shared/adapters/bigquery/tracking/load-recorder.ts';
import { sniffDialect } from '@cutover/shared/adapters/csv-parse/sniff-dialect.ts';
import { connectMysql } from '@cutover/shared/adapters/mysql/connect.ts';
import { mysqlLoadLedger } from '@cutover/shared/adapters/mysql/load-ledger.ts';
import { mysqlTableCatalogue } from '@cutover/shared/adapters/mysql/table-catalogue.ts';
import { mysqlTrackingOutbox } from '@cutover/shared/adapters/mysql/tracking-outbox.ts';
import { storageDropReader } from '@cutover/shared/adapters/storage/drop-reader.ts';
import { storageResultStore } from '@cutover/shared/adapters/storage/result-store.ts';
import { defaultTablesConfig, readTablesConfig } from '@cutover/shared/adapters/tables-config.ts';
import type { Surroundings } from '@cutover/shared/entry/entry.ts';
import { deadlineWithin } from '@cutover/shared/runtime/deadline.ts';
import { lazy } from '@cutover/shared/runtime/lazy.ts';
import { Storage } from '@google-cloud/storage';
import type * as z from 'zod';
import type { configSchema } from './config.ts';
import type { Ports } from './handler.ts';

/**
 * One load holds a connection; a second one keeps rejects beside an open transaction; another one
 * holds the records that are being sent.
 */
const connections = 5;

export async function buildPorts(
  config: z.infer<typeof configSchema>,
  { name, timeoutSeconds }: Surroundings,
): Promise<Ports> {
  const storage = new Storage();
  const { pool } = await connectMysql(config, connections);
  const tablesConfig = config.TABLES_CONFIG ?? defaultTablesConfig;
  return {
    ledger: mysqlLoadLedger(pool, config.LEASE_SECONDS),
    drops: storageDropReader(storage),
    results: storageResultStore(storage, config.RESULTS_BUCKET),
    tables: mysqlTableCatalogue(pool),
    tablesConfig: () => readTablesConfig(tablesConfig, storage),
    sniffDialect,
    chunkRows: config.CHUNK_ROWS,
    defaultEntity: config.DEFAULT_ENTITY_ID ?? null,
    deadlineSeconds: deadlineWithin(timeoutSeconds, config.DEADLINE_SECONDS),
    tracking: {
      outbox: mysqlTrackingOutbox(pool),
      recorder: lazy(() => loadRecorder(config.BIGQUERY_DATASET, name)),
    },
  };
}
