import { randomUUID } from 'node:crypto';
import { http } from '@google-cloud/functions-framework';
import { routes } from '../../functions/ingest-rows/src/handler.ts';
import type { Ports } from '../../functions/ingest-rows/src/ports.ts';
import { mysqlBatchLedger } from '../../shared/src/adapters/mysql/batch-ledger.ts';
import { connectMysql } from '../../shared/src/adapters/mysql/connect.ts';
import { mysqlLoadReader } from '../../shared/src/adapters/mysql/load-reader.ts';
import { pingMysql } from '../../shared/src/adapters/mysql/ping.ts';
import { mysqlRejectDiscarder } from '../../shared/src/adapters/mysql/reject-discarder.ts';
import { mysqlRequestLedger } from '../../shared/src/adapters/mysql/request-ledger.ts';
import { mysqlTrackingOutbox } from '../../shared/src/adapters/mysql/tracking-outbox.ts';
import { markRequest } from '../../shared/src/adapters/request/mark-request.ts';
import { readForm } from '../../shared/src/adapters/request/read-form.ts';
import { uploadReader } from '../../shared/src/adapters/request/upload-reader.ts';
import { storageDropReader } from '../../shared/src/adapters/storage/drop-reader.ts';
import { storageObjectFinder } from '../../shared/src/adapters/storage/object-finder.ts';
import { storageUploadSessions } from '../../shared/src/adapters/storage/upload-sessions.ts';
import { readTableNames } from '../../shared/src/domain/ingest/table-names.ts';
import { atMost } from '../../shared/src/runtime/at-most.ts';
import { httpFunction } from '../../shared/src/runtime/http-function.ts';
import { testAccess } from './access.ts';
import { type DropZone, type DropZoneOptions, dropBucket, openDropZone } from './drop-zone.ts';
import { memoryLogger } from './memory-logger.ts';
import { serveFunction } from './serve-function.ts';

/** A drop zone in which ingest-rows is served, too. */
export interface RowsZone extends DropZone {
  readonly url: string;
  readonly ports: Ports & DropZone['ports'];
}

export async function openRowsZone(options: DropZoneOptions = {}): Promise<RowsZone> {
  const zone = await openDropZone(1000, { ...options, functionName: 'ingest-rows' });
  const { pool, target } = await zone.database.signInAs('ingest-rows');
  const batchPool = await connectMysql(target, 5);
  const ports = {
    ...zone.ports,
    loads: mysqlLoadReader(pool),
    uploads: storageUploadSessions(zone.storage, dropBucket),
    now: () => new Date(),
    discarder: mysqlRejectDiscarder(pool),
    batches: mysqlBatchLedger(batchPool.pool, 24),
    requests: mysqlRequestLedger(pool, 24),
    idempotencyHours: 24,
    markRequest,
    readForm,
    objects: storageObjectFinder(zone.storage),
    readObjects: storageDropReader(zone.storage),
    sourceBuckets: [dropBucket],
    inTurn: atMost(2),
    readUpload: uploadReader,
    newIdentity: randomUUID,
    knownTables: () => readTableNames(zone.ports),
    deadlineSeconds: 60,
    followUp: () => {},
    tracking: {
      outbox: mysqlTrackingOutbox(pool),
      recorder: () => Promise.reject(new Error('Nothing is recorded here.')),
    },
    ping: () => pingMysql(pool),
  };
  http(
    'ingest-rows',
    httpFunction({
      connect: async () => ports,
      access: testAccess,
      routes,
      logger: memoryLogger(),
    }),
  );
  const served = await serveFunction('ingest-rows');
  return {
    ...zone,
    ports,
    url: served.url,
    async close() {
      served.close();
      await batchPool.close();
      await zone.close();
    },
  };
}
