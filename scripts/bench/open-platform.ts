import { join } from 'node:path';
import { joseTokenSigner } from '@cutover/shared/adapters/access/token-signer.ts';
import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import { functionsFolder, readFunctionManifests } from '../function-manifest.ts';
import { createLocalFunction, type LocalFunction } from '../local/instances.ts';
import { reportsDataset, trackingDataset } from '../local/local-project.ts';
import { startMetadataServer } from '../local/metadata-server.ts';
import { type LocalAccess, listAccessSources, openAccess } from '../local/open-access.ts';
import { openBigquery } from '../local/open-bigquery.ts';
import { openServiceAccount } from '../local/service-account.ts';
import type { StopStack } from '../local/stop-stack.ts';
import { startStorageProcess } from './start-storage-process.ts';

export const project = 'cutover-bench';
export const buckets = {
  drop: `${project}-drop`,
  results: `${project}-results`,
  backups: `${project}-backups`,
};

export interface Platform {
  /** Lets an administrator in for a day. */
  readonly token: string;
  readonly storageUrl: string;
  /** Where the objects of a bucket are as files. */
  readonly folderOf: (bucket: string) => string;
  /** What a function's environment must hold to take the token. */
  readonly accessEnvironment: Readonly<Record<string, string>>;
  /** Starts a function as the local cloud runs it: a process of its own. */
  start(name: string): Promise<LocalFunction>;
}

export interface PlatformOptions {
  readonly target: MysqlTarget;
  /** For sockets, logs, keys and buckets. */
  readonly folder: string;
  /** Whether there is a BigQuery, too. */
  readonly hasBigquery?: boolean;
}

function listSources({ target, hasBigquery = false }: PlatformOptions, access: LocalAccess) {
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
    'bigquery.dataset': hasBigquery ? trackingDataset : undefined,
    'bigquery.reports': hasBigquery ? reportsDataset : undefined,
    ...listAccessSources(access),
  };
}

const signBenchToken = ({ keys, audience }: LocalAccess) =>
  joseTokenSigner({ keys, audience, seconds: 86_400 }).sign({ name: 'bench', role: 'admin' });

async function startBigquery(folder: string, storageUrl: string, stack: StopStack) {
  const file = join(folder, 'bigquery.duckdb');
  const datasets = { dataset: trackingDataset, reportsDataset };
  const options = { file, port: 0, named: undefined, project, storageUrl, say: console.log };
  const { url } = await openBigquery({ ...options, ...datasets }, stack);
  return { BIGQUERY_EMULATOR_HOST: `${url}/bigquery/v2` };
}

/** What functions need around them: storage in another process, sign-in, and BigQuery where it is asked for. */
export async function openPlatform(options: PlatformOptions, stack: StopStack): Promise<Platform> {
  const { folder, hasBigquery = false } = options;
  const storage = await startStorageProcess(folder, Object.values(buckets));
  stack.push(storage.stop);
  const account = openServiceAccount(join(folder, 'service-account.json'), project);
  const metadata = await startMetadataServer(project, account);
  stack.push(metadata.close);
  const access = await openAccess(
    { path: (...names) => join(folder, ...names) },
    { audience: 'http://127.0.0.1', account, certsUrl: metadata.certsUrl },
  );
  const sources = listSources(options, access);
  const platform = {
    GOOGLE_CLOUD_PROJECT: project,
    STORAGE_EMULATOR_HOST: storage.url,
    GCE_METADATA_HOST: new URL(metadata.url).host,
    METADATA_SERVER_DETECTION: 'assume-present',
    ...(hasBigquery ? await startBigquery(folder, storage.url, stack) : {}),
  };
  const folders = { functionsFolder, logsFolder: join(folder, 'logs'), socketsFolder: folder };
  return {
    token: await signBenchToken(access),
    storageUrl: storage.url,
    folderOf: storage.folderOf,
    accessEnvironment: {
      TOKEN_KEYS: sources['access.keys'],
      TOKEN_AUDIENCE: sources['access.audience'],
      ENCRYPTION_KEYS: sources['access.encryption-keys'],
    },
    start: async (name) => {
      const manifest = readFunctionManifests().find((each) => each.name === name);
      if (manifest === undefined) throw new Error(`There is no function ${name}.`);
      const parts = { ...folders, sources, platform, say: console.log };
      const func = createLocalFunction(manifest, parts);
      stack.push(func.pool.stop);
      await func.pool.wakeUp();
      return func;
    },
  };
}
