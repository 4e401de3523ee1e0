import { randomUUID } from 'node:crypto';
import { sniffDialect } from '@cutover/shared/adapters/csv-parse/sniff-dialect.ts';
import { connectMysql } from '@cutover/shared/adapters/mysql/connect.ts';
import { mysqlLoadLedger } from '@cutover/shared/adapters/mysql/load-ledger.ts';
import { mysqlLoadReader } from '@cutover/shared/adapters/mysql/load-reader.ts';
import { pingMysql } from '@cutover/shared/adapters/mysql/ping.ts';
import { mysqlRejectDiscarder } from '@cutover/shared/adapters/mysql/reject-discarder.ts';
import { mysqlTableCatalogue } from '@cutover/shared/adapters/mysql/table-catalogue.ts';
import { mysqlTrackingOutbox } from '@cutover/shared/adapters/mysql/tracking-outbox.ts';
import { uploadReader } from '@cutover/shared/adapters/request/upload-reader.ts';
import { storageResultStore } from '@cutover/shared/adapters/storage/result-store.ts';
import { storageUploadSessions } from '@cutover/shared/adapters/storage/upload-sessions.ts';
import { defaultTablesConfig, readTablesConfig } from '@cutover/shared/adapters/tables-config.ts';
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

const name = 'ingest-rows';
/** A file holds two connections while it is loaded, and publishing what came of it a third one for a moment. */
const connections = 8;

/** Most of the memory and time that BigQuery's client takes is for loading it, so only who needs it does. */
async function openRecorder(dataset: string) {
  const recorder = await import('@cutover/shared/adapters/bigquery/tracking/open-recorder.ts');
  return recorder.openRecorder(dataset, name);
}

async function buildPorts(config: z.infer<typeof configSchema>): Promise<Ports> {
  const storage = new Storage();
  const { pool } = await connectMysql(config, connections);
  const tablesConfig = config.TABLES_CONFIG ?? defaultTablesConfig;
  return {
    ledger: mysqlLoadLedger(pool, config.LEASE_SECONDS),
    loads: mysqlLoadReader(pool),
    uploads: storageUploadSessions(storage, config.DROP_BUCKET),
    now: () => new Date(),
    discarder: mysqlRejectDiscarder(pool),
    readUpload: uploadReader,
    newIdentity: randomUUID,
    results: storageResultStore(storage, config.RESULTS_BUCKET),
    tables: mysqlTableCatalogue(pool),
    tablesConfig: () => readTablesConfig(tablesConfig, storage),
    sniffDialect,
    chunkRows: config.CHUNK_ROWS,
    defaultEntity: config.DEFAULT_ENTITY_ID ?? null,
    deadlineSeconds: config.DEADLINE_SECONDS,
    tracking: {
      outbox: mysqlTrackingOutbox(pool),
      recorder: lazy(() => openRecorder(config.BIGQUERY_DATASET)),
    },
    ping: () => pingMysql(pool),
  };
}

http(
  'ingest-rows',
  httpFunction({
    connect: lazy(async () => buildPorts(readConfig(configSchema, process.env))),
    routes,
    check: ({ ping }) => ping(),
    logger: createLogger({ function: name }),
  }),
);
