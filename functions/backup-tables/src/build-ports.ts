import { avroRestorableFiles } from '@cutover/shared/adapters/avro/restorable-files.ts';
import { avroTableFiles } from '@cutover/shared/adapters/avro/table-files.ts';
import { loadRecorder } from '@cutover/shared/adapters/bigquery/tracking/load-recorder.ts';
import { connectMysql } from '@cutover/shared/adapters/mysql/connect.ts';
import { runAlone } from '@cutover/shared/adapters/mysql/named-lock.ts';
import { pingMysql } from '@cutover/shared/adapters/mysql/ping.ts';
import { mysqlRestorePorts } from '@cutover/shared/adapters/mysql/restore/mysql-restore-ports.ts';
import { measureTables } from '@cutover/shared/adapters/mysql/snapshot/choose-tables.ts';
import { openSnapshot } from '@cutover/shared/adapters/mysql/snapshot/open-snapshot.ts';
import {
  keepRecords,
  mysqlTrackingOutbox,
} from '@cutover/shared/adapters/mysql/tracking-outbox.ts';
import { storageSetStore } from '@cutover/shared/adapters/storage/set-store.ts';
import { makeSetSuffix } from '@cutover/shared/adapters/storage/set-suffix.ts';
import type { Surroundings } from '@cutover/shared/entry/entry.ts';
import { lazy } from '@cutover/shared/runtime/lazy.ts';
import { Storage } from '@google-cloud/storage';
import type * as z from 'zod';
import type { configSchema } from './config.ts';
import type { Ports } from './ports.ts';

/** Calls that an instance takes at the same time (function.yaml). */
const concurrency = 4;
/** Beside those that read: what keeps writers out, what bars a second set, and what is short. */
const otherConnections = 3;

export async function buildPorts(
  config: z.infer<typeof configSchema>,
  { name }: Surroundings,
): Promise<Ports> {
  const connections = config.BACKUP_CONNECTIONS;
  const { pool } = await connectMysql(config, concurrency * (connections + otherConnections));
  const database = config.MYSQL_DATABASE;
  const store = storageSetStore(new Storage(), config.BACKUPS_BUCKET);
  return {
    database,
    store,
    openSnapshot: (tables, wanted = 1) =>
      openSnapshot(pool, { ...(tables === undefined ? {} : { tables }), connections: wanted }),
    measureTables: (tables) => measureTables(pool, tables),
    reading: { connections, bytesPerSecond: config.BACKUP_MIB_PER_SECOND * 1024 * 1024 },
    runAlone: (work) => runAlone(pool, 'backup', work),
    files: avroTableFiles,
    restore: { database, store, files: avroRestorableFiles, ...mysqlRestorePorts(pool) },
    now: () => new Date(),
    makeSuffix: makeSetSuffix,
    leaseMs: config.LEASE_SECONDS * 1000,
    defaultEntity: config.DEFAULT_ENTITY_ID ?? null,
    keepRecords: (records) => keepRecords(pool, records),
    tracking: {
      outbox: mysqlTrackingOutbox(pool),
      recorder: lazy(() => loadRecorder(config.BIGQUERY_DATASET, name)),
    },
    ping: () => pingMysql(pool),
  };
}
