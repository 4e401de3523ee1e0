import { Storage } from '@google-cloud/storage';
import type { Ports } from '../../../functions/backup-tables/src/ports.ts';
import { avroRestorableFiles } from '../../../shared/src/adapters/avro/restorable-files.ts';
import { avroTableFiles } from '../../../shared/src/adapters/avro/table-files.ts';
import { runAlone } from '../../../shared/src/adapters/mysql/named-lock.ts';
import { mysqlRestorePorts } from '../../../shared/src/adapters/mysql/restore/mysql-restore-ports.ts';
import { measureTables } from '../../../shared/src/adapters/mysql/snapshot/choose-tables.ts';
import { openSnapshot } from '../../../shared/src/adapters/mysql/snapshot/open-snapshot.ts';
import {
  keepRecords,
  mysqlTrackingOutbox,
} from '../../../shared/src/adapters/mysql/tracking-outbox.ts';
import { storageSetStore } from '../../../shared/src/adapters/storage/set-store.ts';
import { makeSetSuffix } from '../../../shared/src/adapters/storage/set-suffix.ts';
import type { TrackingRecord } from '../../../shared/src/domain/tracking/tracking-record.ts';
import { createTestDatabase } from '../database.ts';
import { makeStorageHome } from '../storage-home.ts';

/** A database with the suite's tables, a bucket of backups, and the ports of backup-tables over both. */
export async function openBackupZone() {
  const { target, pool, signInAs, drop } = await createTestDatabase({ migrated: true });
  const own = (await signInAs('backup-tables')).pool;
  const home = makeStorageHome();
  const { url } = await home.start({ buckets: ['backups'] });
  const bucket = new Storage({ apiEndpoint: url, projectId: 'test' }).bucket('backups');
  const recorded: TrackingRecord[] = [];
  const database = target.MYSQL_DATABASE;
  const store = storageSetStore(new Storage({ apiEndpoint: url, projectId: 'test' }), 'backups');
  const ports: Ports = {
    database,
    store,
    restore: { database, store, files: avroRestorableFiles, ...mysqlRestorePorts(own) },
    openSnapshot: (tables, connections = 1) =>
      openSnapshot(own, { ...(tables === undefined ? {} : { tables }), connections }),
    measureTables: (tables) => measureTables(own, tables),
    reading: { connections: 2, bytesPerSecond: 20 * 1024 * 1024 },
    runAlone: (work) => runAlone(own, 'backup', work),
    files: avroTableFiles,
    now: () => new Date(),
    makeSuffix: makeSetSuffix,
    leaseMs: 60_000,
    defaultEntity: null,
    keepRecords: (records) => keepRecords(own, records),
    tracking: {
      outbox: mysqlTrackingOutbox(own),
      recorder: async () => ({ record: async (record) => void recorded.push(record) }),
    },
    ping: async () => {},
  };
  return {
    database,
    target,
    storageUrl: url,
    pool,
    bucket,
    ports,
    recorded,
    async close() {
      await home.remove();
      await drop();
    },
  };
}

export type BackupZone = Awaited<ReturnType<typeof openBackupZone>>;
