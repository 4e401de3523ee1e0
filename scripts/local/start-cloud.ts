import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateUp } from '../../shared/src/adapters/mysql/migrator.ts';
import { AppError } from '../../shared/src/domain/app-error.ts';
import { type FunctionManifest, readFunctionManifests } from '../function-manifest.ts';
import { claimPort } from './claim-port.ts';
import { type Endpoints, removeEndpoints } from './endpoints.ts';
import { openEventJournal } from './event-journal.ts';
import { type Events, openEvents } from './events.ts';
import { startGateway } from './gateway.ts';
import { collectHealth, type Probe, probeFunction } from './health.ts';
import { createLocalFunction, type LocalFunction, type SourceValues } from './instances.ts';
import type { Listening } from './listen.ts';
import { startMetadataServer } from './metadata-server.ts';
import { type LocalMysql, openMysql } from './mysql/open-mysql.ts';
import { type Home, openHome } from './open-home.ts';
import { type LocalStorage, openStorage } from './open-storage.ts';
import type { StartOptions } from './options.ts';
import { sendEvent } from './send-event.ts';
import { openServiceAccount } from './service-account.ts';
import type { StopStack } from './stop-stack.ts';

export interface Cloud {
  readonly endpoints: Endpoints;
  readonly home: Home;
  readonly mysql: LocalMysql;
  readonly storage: LocalStorage;
  readonly events: Events;
}

export interface CloudOptions extends StartOptions {
  readonly say: (line: string) => void;
}

const project = 'cutover-local';
const buckets = {
  drop: `${project}-drop`,
  results: `${project}-results`,
  backups: `${project}-backups`,
};
const drainMs = 10_000;

function listSubscriptions(manifests: readonly FunctionManifest[]) {
  return manifests.flatMap(({ name, trigger }) =>
    'storage' in trigger
      ? [{ function: name, bucket: buckets[trigger.storage.bucket], retry: trigger.storage.retry }]
      : [],
  );
}

function listSources({ address }: LocalMysql): SourceValues {
  return {
    'mysql.host': address.host,
    'mysql.port': String(address.port),
    'mysql.user': address.user,
    'mysql.password': address.password,
    'mysql.database': address.database,
    'mysql.instance': undefined,
    'buckets.drop': buckets.drop,
    'buckets.results': buckets.results,
    'buckets.backups': buckets.backups,
  };
}

interface Parts {
  readonly home: Home;
  readonly mysql: LocalMysql;
  readonly storage: LocalStorage;
  readonly metadata: Listening;
}

function createFunctions(
  manifests: readonly FunctionManifest[],
  { home, mysql, storage, metadata }: Parts,
  { functionsFolder, say }: CloudOptions,
  stack: StopStack,
): LocalFunction[] {
  const socketsFolder = mkdtempSync(join(tmpdir(), 'cutover-'));
  stack.push(() => rmSync(socketsFolder, { recursive: true, force: true }));
  const platform = {
    GOOGLE_CLOUD_PROJECT: project,
    STORAGE_EMULATOR_HOST: storage.url,
    GCE_METADATA_HOST: new URL(metadata.url).host,
    METADATA_SERVER_DETECTION: 'assume-present',
  };
  const sources = listSources(mysql);
  const logsFolder = home.path('logs');
  return manifests.map((manifest) =>
    createLocalFunction(manifest, {
      ...{ functionsFolder, logsFolder, socketsFolder, sources, platform, say },
    }),
  );
}

/** Running requests and events end first; what serves them is still there then. */
async function stopWork(events: Events, functions: readonly LocalFunction[], gateway: Listening) {
  const quiet = [gateway.close(drainMs), events.stop()];
  await Promise.all(functions.map(({ pool }) => pool.stop()));
  await Promise.all(quiet);
}

async function requireHealth(probes: Readonly<Record<string, Probe>>, home: Home): Promise<void> {
  const { ok, parts } = await collectHealth(probes);
  if (ok) return;
  const failing = Object.entries(parts).filter(([, state]) => state !== 'ok');
  const sentences = failing.map(([name, state]) => `${name}: ${state}`).join(' ');
  throw new AppError(
    'unavailable',
    `Not everything answers. ${sentences} Logs: ${home.path('logs')}`,
  );
}

/**
 * Starts every part and returns when all of them answer. What was started is pushed on `stack`, also
 * when this throws half-way.
 */
export async function startCloud(options: CloudOptions, stack: StopStack): Promise<Cloud> {
  const { say } = options;
  const manifests = readFunctionManifests(options.functionsFolder);
  const port = await claimPort(options.gatewayPort, 'Choose another with --port, or free it.');
  const home = openHome(options.home, options.fresh);
  stack.push(home.close);
  removeEndpoints(home.path('endpoints.json'));
  const mysql = await openMysql(
    {
      ...{ home: home.folder, folder: home.path('mysql'), port: options.mysqlPort },
      ...{ named: options.mysql, say },
    },
    stack,
  );
  await migrateUp(mysql.target);
  const account = openServiceAccount(home.path('service-account.json'), project);
  const metadata = await startMetadataServer(project, account);
  stack.push(metadata.close);
  const journal = openEventJournal(home.path('events'));
  const events = openEvents(journal, listSubscriptions(manifests), say);
  const storage = await openStorage(
    {
      ...{ home, port: options.storagePort, named: options.storageUrl, project, account },
      ...{ buckets: Object.values(buckets), onFinalized: events.publish },
    },
    stack,
  );
  const functions = createFunctions(manifests, { home, mysql, storage, metadata }, options, stack);
  const probes = {
    mysql: mysql.probe,
    storage: storage.probe,
    ...Object.fromEntries(functions.map((each) => [each.manifest.name, probeFunction(each)])),
  };
  const gateway = await startGateway({ port, functions, probes });
  stack.push(() => stopWork(events, functions, gateway));
  const byName = new Map(functions.map((each) => [each.manifest.name, each]));
  events.start(async (delivery) => {
    const target = byName.get(delivery.function);
    if (target === undefined) throw new AppError('not-found', 'there is no such function any more');
    await sendEvent(target, delivery);
  });
  await requireHealth(probes, home);
  const endpoints = {
    pid: process.pid,
    project,
    gateway: gateway.url,
    storage: storage.url,
    buckets,
  };
  return { endpoints: { ...endpoints, mysql: mysql.address }, home, mysql, storage, events };
}
