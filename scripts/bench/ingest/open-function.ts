import { join } from 'node:path';
import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import { functionsFolder, readFunctionManifests } from '../../function-manifest.ts';
import { createLocalFunction, type LocalFunction } from '../../local/instances.ts';
import { startMetadataServer } from '../../local/metadata-server.ts';
import { openServiceAccount } from '../../local/service-account.ts';
import type { StopStack } from '../../local/stop-stack.ts';
import { startStorageProcess } from './start-storage-process.ts';

export const project = 'cutover-bench';
export const buckets = { drop: `${project}-drop`, results: `${project}-results` };

export interface OpenFunction {
  readonly ingestDrop: LocalFunction;
  readonly storageUrl: string;
}

function listSources(target: MysqlTarget) {
  return {
    'mysql.host': target.MYSQL_HOST,
    'mysql.port': String(target.MYSQL_PORT),
    'mysql.user': target.MYSQL_USER,
    'mysql.password': target.MYSQL_PASSWORD,
    'mysql.database': target.MYSQL_DATABASE,
    'mysql.instance': undefined,
    'buckets.drop': buckets.drop,
    'buckets.results': buckets.results,
    'buckets.backups': undefined,
    'bigquery.dataset': undefined,
    'bigquery.reports': undefined,
  };
}

/** ingest-drop as the local cloud runs it: a process of its own, with storage in another one. */
export async function openFunction(
  target: MysqlTarget,
  folder: string,
  stack: StopStack,
): Promise<OpenFunction> {
  const storage = await startStorageProcess(folder, Object.values(buckets));
  stack.push(storage.stop);
  const account = openServiceAccount(join(folder, 'service-account.json'), project);
  const metadata = await startMetadataServer(project, account);
  stack.push(metadata.close);
  const manifest = readFunctionManifests().find(({ name }) => name === 'ingest-drop');
  if (manifest === undefined) throw new Error('There is no function ingest-drop.');
  const ingestDrop = createLocalFunction(manifest, {
    functionsFolder,
    logsFolder: join(folder, 'logs'),
    socketsFolder: folder,
    sources: listSources(target),
    platform: {
      GOOGLE_CLOUD_PROJECT: project,
      STORAGE_EMULATOR_HOST: storage.url,
      GCE_METADATA_HOST: new URL(metadata.url).host,
      METADATA_SERVER_DETECTION: 'assume-present',
    },
    say: console.log,
  });
  stack.push(ingestDrop.pool.stop);
  await ingestDrop.pool.wakeUp();
  return { ingestDrop, storageUrl: storage.url };
}
