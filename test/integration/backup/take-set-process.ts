import { Storage } from '@google-cloud/storage';
import { avroTableFiles } from '../../../shared/src/adapters/avro/table-files.ts';
import { connectMysql } from '../../../shared/src/adapters/mysql/connect.ts';
import { openSnapshot } from '../../../shared/src/adapters/mysql/snapshot/open-snapshot.ts';
import { storageSetStore } from '../../../shared/src/adapters/storage/set-store.ts';
import { makeSetSuffix } from '../../../shared/src/adapters/storage/set-suffix.ts';
import { takeSet } from '../../../shared/src/domain/backup/take-set.ts';
import { runWhenTold } from '../../support/kills/run-when-told.ts';

/** Takes a set of all tables, by two connections. */
void runWhenTold(async () => {
  const { TARGET = '{}', STORAGE: apiEndpoint = '' } = process.env;
  const { pool } = await connectMysql(JSON.parse(TARGET), 3);
  const store = storageSetStore(new Storage({ apiEndpoint, projectId: 'test' }), 'backups');
  await store.list('nothing/');
  const ports = {
    store,
    openSnapshot: (_: unknown, connections = 1) => openSnapshot(pool, { connections }),
    files: avroTableFiles,
    now: () => new Date(),
    makeSuffix: makeSetSuffix,
  };
  const plan = { connections: 2, tables: ['departments'] };
  return () => takeSet(ports, { codec: 'deflate', plan });
});
