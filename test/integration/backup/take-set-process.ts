import { Storage } from '@google-cloud/storage';
import { avroTableFiles } from '../../../shared/src/adapters/avro/table-files.ts';
import { connectMysql } from '../../../shared/src/adapters/mysql/connect.ts';
import { openSnapshot } from '../../../shared/src/adapters/mysql/snapshot/open-snapshot.ts';
import { storageSetStore } from '../../../shared/src/adapters/storage/set-store.ts';
import { makeSetSuffix } from '../../../shared/src/adapters/storage/set-suffix.ts';
import { takeSet } from '../../../shared/src/domain/backup/take-set.ts';
import { runWhenTold } from '../../support/kills/run-when-told.ts';

/** Takes a set of all tables. */
void runWhenTold(async () => {
  const { TARGET = '{}', STORAGE: apiEndpoint = '' } = process.env;
  const { pool } = await connectMysql(JSON.parse(TARGET), 2);
  const store = storageSetStore(new Storage({ apiEndpoint, projectId: 'test' }), 'backups');
  await store.list('nothing/');
  const ports = {
    store,
    openSnapshot: () => openSnapshot(pool),
    files: avroTableFiles,
    now: () => new Date(),
    makeSuffix: makeSetSuffix,
  };
  return () => takeSet(ports, { codec: 'deflate' });
});
