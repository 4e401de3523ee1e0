import { randomUUID } from 'node:crypto';
import { loadRecorder } from '@cutover/shared/adapters/bigquery/tracking/load-recorder.ts';
import { sniffDialect } from '@cutover/shared/adapters/csv-parse/sniff-dialect.ts';
import { mysqlBatchLedger } from '@cutover/shared/adapters/mysql/batch-ledger.ts';
import { connectMysql } from '@cutover/shared/adapters/mysql/connect.ts';
import { mysqlLoadLedger } from '@cutover/shared/adapters/mysql/load-ledger.ts';
import { mysqlLoadReader } from '@cutover/shared/adapters/mysql/load-reader.ts';
import { pingMysql } from '@cutover/shared/adapters/mysql/ping.ts';
import { mysqlRejectDiscarder } from '@cutover/shared/adapters/mysql/reject-discarder.ts';
import { mysqlRequestLedger } from '@cutover/shared/adapters/mysql/request-ledger.ts';
import { mysqlTableCatalogue } from '@cutover/shared/adapters/mysql/table-catalogue.ts';
import { mysqlTrackingOutbox } from '@cutover/shared/adapters/mysql/tracking-outbox.ts';
import { markRequest } from '@cutover/shared/adapters/request/mark-request.ts';
import { readForm } from '@cutover/shared/adapters/request/read-form.ts';
import { uploadReader } from '@cutover/shared/adapters/request/upload-reader.ts';
import { storageDropReader } from '@cutover/shared/adapters/storage/drop-reader.ts';
import { storageObjectFinder } from '@cutover/shared/adapters/storage/object-finder.ts';
import { storageResultStore } from '@cutover/shared/adapters/storage/result-store.ts';
import { storageUploadSessions } from '@cutover/shared/adapters/storage/upload-sessions.ts';
import { defaultTablesConfig, readTablesConfig } from '@cutover/shared/adapters/tables-config.ts';
import { cached } from '@cutover/shared/domain/cached.ts';
import { readTableNames } from '@cutover/shared/domain/ingest/table-names.ts';
import type { Surroundings } from '@cutover/shared/entry/entry.ts';
import { atMost } from '@cutover/shared/runtime/at-most.ts';
import { deadlineWithin } from '@cutover/shared/runtime/deadline.ts';
import { createFollowUp } from '@cutover/shared/runtime/follow-up.ts';
import { lazy } from '@cutover/shared/runtime/lazy.ts';
import { Storage } from '@google-cloud/storage';
import type * as z from 'zod';
import type { configSchema } from './config.ts';
import { followUp } from './follow-up.ts';
import type { Ports } from './ports.ts';

/** Each takes one batch at a time. */
const batchConnections = 5;
/** A file holds two connections while it is loaded; everything else needs one for a moment. */
const filesAtOnce = 2;
const connections = 8;
/** Changes of tables.yaml, of the tables' names and of who refers to them are seen after this time at the latest. */
const keptMs = 5_000;

export async function buildPorts(
  config: z.infer<typeof configSchema>,
  { name, logger, timeoutSeconds }: Surroundings,
): Promise<Ports> {
  const storage = new Storage();
  const { pool } = await connectMysql(config, connections);
  const { pool: batchPool } = await connectMysql(config, batchConnections);
  const location = config.TABLES_CONFIG ?? defaultTablesConfig;
  const readConfigured = cached(() => readTablesConfig(location, storage), keptMs, Date.now);
  const catalogue = mysqlTableCatalogue(pool);
  const referrers = cached(catalogue.referrers, keptMs, Date.now);
  const tables = { ...catalogue, referrers };
  const tablesConfig = () => readConfigured(location);
  const readNames = cached(() => readTableNames({ tables, tablesConfig }), keptMs, Date.now);
  const published = {
    ledger: mysqlLoadLedger(pool, config.LEASE_SECONDS),
    results: storageResultStore(storage, config.RESULTS_BUCKET),
    tracking: {
      outbox: mysqlTrackingOutbox(pool),
      recorder: lazy(() => loadRecorder(config.BIGQUERY_DATASET, name)),
    },
  };
  return {
    ...published,
    batches: mysqlBatchLedger(batchPool, config.IDEMPOTENCY_HOURS),
    loads: mysqlLoadReader(pool),
    uploads: storageUploadSessions(storage, config.DROP_BUCKET),
    discarder: mysqlRejectDiscarder(pool),
    requests: mysqlRequestLedger(pool, config.IDEMPOTENCY_HOURS),
    idempotencyHours: config.IDEMPOTENCY_HOURS,
    markRequest,
    readForm,
    objects: storageObjectFinder(storage),
    readObjects: storageDropReader(storage),
    sourceBuckets: config.SOURCE_BUCKETS ?? [config.DROP_BUCKET],
    inTurn: atMost(filesAtOnce),
    readUpload: uploadReader,
    newIdentity: randomUUID,
    tables,
    tablesConfig,
    knownTables: () => readNames('names'),
    now: () => new Date(),
    sniffDialect,
    chunkRows: config.CHUNK_ROWS,
    defaultEntity: config.DEFAULT_ENTITY_ID ?? null,
    deadlineSeconds: deadlineWithin(timeoutSeconds, config.DEADLINE_SECONDS),
    followUp: createFollowUp(() => followUp(published), logger).wake,
    ping: () => pingMysql(pool),
  };
}
