import { join } from 'node:path';
import { joseTokenSigner } from '@cutover/shared/adapters/access/token-signer.ts';
import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import { functionsFolder, readFunctionManifests } from '../function-manifest.ts';
import { createLocalFunction, type LocalFunction } from '../local/instances.ts';
import { startMetadataServer } from '../local/metadata-server.ts';
import { type LocalAccess, listAccessSources, openAccess } from '../local/open-access.ts';
import { openServiceAccount } from '../local/service-account.ts';
import type { StopStack } from '../local/stop-stack.ts';
import { startStorageProcess } from './start-storage-process.ts';

export const project = 'cutover-bench';
export const buckets = {
  drop: `${project}-drop`,
  results: `${project}-results`,
  backups: `${project}-backups`,
};

export interface OpenFunction {
  readonly func: LocalFunction;
  /** Lets an administrator in for a day. */
  readonly token: string;
  readonly storageUrl: string;
  /** Where the objects of a bucket are as files. */
  readonly folderOf: (bucket: string) => string;
}

function listSources(target: MysqlTarget, access: LocalAccess) {
  return {
    'mysql.host': target.MYSQL_HOST,
    'mysql.port': String(target.MYSQL_PORT),
    'mysql.user': target.MYSQL_USER,
    'mysql.password': target.MYSQL_PASSWORD,
    'mysql.database': target.MYSQL_DATABASE,
    'mysql.instance': undefined,
    'mysql.ip-type': undefined,
    'buckets.drop': buckets.drop,
    'buckets.results': buckets.results,
    'buckets.backups': buckets.backups,
    'bigquery.dataset': undefined,
    'bigquery.reports': undefined,
    ...listAccessSources(access),
  };
}

const signBenchToken = ({ keys, audience }: LocalAccess) =>
  joseTokenSigner({ keys, audience, seconds: 86_400 }).sign({ name: 'bench', role: 'admin' });

/** A function as the local cloud runs it: a process of its own, with storage in another one. */
export async function openFunction(
  name: string,
  target: MysqlTarget,
  folder: string,
  stack: StopStack,
): Promise<OpenFunction> {
  const storage = await startStorageProcess(folder, Object.values(buckets));
  stack.push(storage.stop);
  const account = openServiceAccount(join(folder, 'service-account.json'), project);
  const metadata = await startMetadataServer(project, account);
  stack.push(metadata.close);
  const access = await openAccess(
    { path: (...names) => join(folder, ...names) },
    { audience: 'http://127.0.0.1', account, certsUrl: metadata.certsUrl },
  );
  const manifest = readFunctionManifests().find((each) => each.name === name);
  if (manifest === undefined) throw new Error(`There is no function ${name}.`);
  const func = createLocalFunction(manifest, {
    functionsFolder,
    logsFolder: join(folder, 'logs'),
    socketsFolder: folder,
    sources: listSources(target, access),
    platform: {
      GOOGLE_CLOUD_PROJECT: project,
      STORAGE_EMULATOR_HOST: storage.url,
      GCE_METADATA_HOST: new URL(metadata.url).host,
      METADATA_SERVER_DETECTION: 'assume-present',
    },
    say: console.log,
  });
  stack.push(func.pool.stop);
  await func.pool.wakeUp();
  const token = await signBenchToken(access);
  return { func, token, storageUrl: storage.url, folderOf: storage.folderOf };
}
