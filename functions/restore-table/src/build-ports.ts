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
import type { Surroundings } from '@cutover/shared/entry/entry.ts';
import { lazy } from '@cutover/shared/runtime/lazy.ts';
import { Storage } from '@google-cloud/storage';
import type * as z from 'zod';
import type { configSchema } from './config.ts';
import type { Ports } from './ports.ts';

/** One each for the calls of an instance that wait for their turn, and for what is compared and short. */
const connections = 6;

export async function buildPorts(
  config: z.infer<typeof configSchema>,
  { name }: Surroundings,
): Promise<Ports> {
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
