import { bearerAccess } from '@cutover/shared/adapters/access/bearer-access.ts';
import { openEnvelope } from '@cutover/shared/adapters/access/open-envelope.ts';
import { avroRestorableFiles } from '@cutover/shared/adapters/avro/restorable-files.ts';
import { loadRecorder } from '@cutover/shared/adapters/bigquery/tracking/load-recorder.ts';
import { connectMysql } from '@cutover/shared/adapters/mysql/connect.ts';
import { pingMysql } from '@cutover/shared/adapters/mysql/ping.ts';
import { mysqlRestorePorts } from '@cutover/shared/adapters/mysql/restore/mysql-restore-ports.ts';
import {
  keepRecords,
  mysqlTrackingOutbox,
} from '@cutover/shared/adapters/mysql/tracking-outbox.ts';
import { createUlid } from '@cutover/shared/adapters/mysql/ulid.ts';
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
    ...mysqlRestorePorts(pool),
    defaultEntity: config.DEFAULT_ENTITY_ID ?? null,
    keepRecords: (records) => keepRecords(pool, records),
    tracking: {
      outbox: mysqlTrackingOutbox(pool),
      recorder: lazy(() => loadRecorder(config.BIGQUERY_DATASET, name)),
    },
    now: () => new Date(),
    makeWorkId: createUlid,
    ping: () => pingMysql(pool),
  };
}

http(
  'restore-table',
  httpFunction({
    connect: lazy(async () => buildPorts(readConfig(configSchema, process.env))),
    access: lazy(async () => bearerAccess(readConfig(configSchema, process.env))),
    envelope: lazy(async () => openEnvelope(readConfig(configSchema, process.env))),
    origins: lazy(async () => readConfig(configSchema, process.env).CORS_ORIGINS),
    routes,
    check: ({ ping }) => ping(),
    logger: createLogger({ function: name }),
  }),
);
