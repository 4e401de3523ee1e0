import { avroRestorableFiles } from '@cutover/shared/adapters/avro/restorable-files.ts';
import { loadRecorder } from '@cutover/shared/adapters/bigquery/tracking/load-recorder.ts';
import { connectMysql } from '@cutover/shared/adapters/mysql/connect.ts';
import { pingMysql } from '@cutover/shared/adapters/mysql/ping.ts';
import { readSample } from '@cutover/shared/adapters/mysql/read-sample.ts';
import { countReferringRows } from '@cutover/shared/adapters/mysql/restore/count-referring-rows.ts';
import { findReplacement } from '@cutover/shared/adapters/mysql/restore/find-replacement.ts';
import { mysqlTableReplacer } from '@cutover/shared/adapters/mysql/restore/mysql-table-replacer.ts';
import { mostProvenTables } from '@cutover/shared/adapters/mysql/restore/rename-proven.ts';
import { openSnapshot } from '@cutover/shared/adapters/mysql/snapshot/open-snapshot.ts';
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

/**
 * A snapshot for each call that an instance takes at the same time, as many for what is short, and
 * one for each table that nobody is to write to; they are opened when they are needed.
 */
const connections = 8 + mostProvenTables;

export async function buildPorts(
  config: z.infer<typeof configSchema>,
  { name }: Surroundings,
): Promise<Ports> {
  const { pool } = await connectMysql(config, connections);
  return {
    database: config.MYSQL_DATABASE,
    store: storageSetStore(new Storage(), config.BACKUPS_BUCKET),
    files: avroRestorableFiles,
    replacer: mysqlTableReplacer(pool),
    openSnapshot: (tables) => openSnapshot(pool, tables === undefined ? {} : { tables }),
    countReferringRows: (tables) => countReferringRows(pool, tables),
    readSample: (contract, most) => readSample(pool, contract, most),
    findReplacement: (id) => findReplacement(pool, id),
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
