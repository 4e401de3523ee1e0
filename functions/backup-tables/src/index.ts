import { avroRestorableFiles } from '@cutover/shared/adapters/avro/restorable-files.ts';
import { avroTableFiles } from '@cutover/shared/adapters/avro/table-files.ts';
import { connectMysql } from '@cutover/shared/adapters/mysql/connect.ts';
import { pingMysql } from '@cutover/shared/adapters/mysql/ping.ts';
import { mysqlRestorePorts } from '@cutover/shared/adapters/mysql/restore/mysql-restore-ports.ts';
import { openSnapshot } from '@cutover/shared/adapters/mysql/snapshot/open-snapshot.ts';
import {
  keepRecords,
  mysqlTrackingOutbox,
} from '@cutover/shared/adapters/mysql/tracking-outbox.ts';
import { storageSetStore } from '@cutover/shared/adapters/storage/set-store.ts';
import { makeSetSuffix } from '@cutover/shared/adapters/storage/set-suffix.ts';
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

const name = 'backup-tables';
/** Sets that are taken at the same time in one instance, or a drill's two each, and some for what is short. */
const connections = 6;

/** Most of the memory and time that BigQuery's client takes is for loading it, so only who needs it does. */
async function openRecorder(dataset: string) {
  const recorder = await import('@cutover/shared/adapters/bigquery/tracking/open-recorder.ts');
  return recorder.openRecorder(dataset, name);
}

async function buildPorts(config: z.infer<typeof configSchema>): Promise<Ports> {
  const { pool } = await connectMysql(config, connections);
  const database = config.MYSQL_DATABASE;
  const store = storageSetStore(new Storage(), config.BACKUPS_BUCKET);
  return {
    database,
    store,
    openSnapshot: (tables) => openSnapshot(pool, tables === undefined ? {} : { tables }),
    files: avroTableFiles,
    restore: { database, store, files: avroRestorableFiles, ...mysqlRestorePorts(pool) },
    now: () => new Date(),
    makeSuffix: makeSetSuffix,
    leaseMs: config.LEASE_SECONDS * 1000,
    defaultEntity: config.DEFAULT_ENTITY_ID ?? null,
    keepRecords: (records) => keepRecords(pool, records),
    tracking: {
      outbox: mysqlTrackingOutbox(pool),
      recorder: lazy(() => openRecorder(config.BIGQUERY_DATASET)),
    },
    ping: () => pingMysql(pool),
  };
}

http(
  'backup-tables',
  httpFunction({
    connect: lazy(async () => buildPorts(readConfig(configSchema, process.env))),
    routes,
    check: ({ ping }) => ping(),
    logger: createLogger({ function: name }),
  }),
);
