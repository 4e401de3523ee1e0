import { migrateUp } from '../../shared/src/adapters/mysql/migrator.ts';
import { AppError } from '../../shared/src/domain/app-error.ts';
import { type FunctionManifest, readFunctionManifests } from '../function-manifest.ts';
import { claimPort } from './claim-port.ts';
import { createFunctions } from './create-functions.ts';
import { type Endpoints, removeEndpoints } from './endpoints.ts';
import { openEventJournal } from './event-journal.ts';
import { type Events, openEvents } from './events.ts';
import { startGateway } from './gateway.ts';
import { collectHealth, type Probe, probeFunction } from './health.ts';
import type { LocalFunction } from './instances.ts';
import type { Listening } from './listen.ts';
import {
  buckets,
  listSubscriptions,
  project,
  reportsDataset,
  trackingDataset,
} from './local-project.ts';
import { startMetadataServer } from './metadata-server.ts';
import { openFunctionUsers } from './mysql/function-users.ts';
import { type LocalMysql, openMysql } from './mysql/open-mysql.ts';
import { checkAccess, openAccess } from './open-access.ts';
import { type LocalBigquery, openBigquery } from './open-bigquery.ts';
import { type Home, openHome } from './open-home.ts';
import { type LocalStorage, openStorage } from './open-storage.ts';
import type { StartOptions } from './options.ts';
import { createPlainLogger } from './plain-logger.ts';
import { openScheduler } from './scheduler/open-scheduler.ts';
import type { Scheduler } from './scheduler/scheduler.ts';
import { sendEvent } from './send-event.ts';
import { openServiceAccount } from './service-account.ts';
import { signIdToken } from './sign-id-token.ts';
import type { StopStack } from './stop-stack.ts';

export interface Cloud {
  readonly endpoints: Endpoints;
  /** Signs an ID token of the suite's service account. */
  readonly signToken: () => string;
  readonly home: Home;
  readonly mysql: LocalMysql;
  readonly storage: LocalStorage;
  readonly bigquery: LocalBigquery;
  readonly events: Events;
  readonly scheduler: Scheduler;
}

export interface CloudOptions extends StartOptions {
  readonly say: (line: string) => void;
}

const drainMs = 10_000;

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

async function openDatabase(
  { mysql: named, mysqlPort, say }: CloudOptions,
  home: Home,
  manifests: readonly FunctionManifest[],
  stack: StopStack,
) {
  const mysql = await openMysql(
    { home: home.folder, folder: home.path('mysql'), port: mysqlPort, named, say },
    stack,
  );
  await migrateUp(mysql.target);
  const addressOf = await openFunctionUsers(mysql, manifests, home.path('mysql-users.json'));
  return { mysql, addressOf };
}

/** Starts what the functions work with. */
async function openParts(
  options: CloudOptions,
  home: Home,
  manifests: readonly FunctionManifest[],
  stack: StopStack,
) {
  const { say, functionsFolder } = options;
  const { mysql, addressOf } = await openDatabase(options, home, manifests, stack);
  const account = openServiceAccount(home.path('service-account.json'), project);
  const metadata = await startMetadataServer(project, account);
  stack.push(metadata.close);
  const journal = openEventJournal(home.path('events'));
  const events = openEvents(journal, listSubscriptions(manifests), say);
  const storage = await openStorage(
    {
      home,
      port: options.storagePort,
      named: options.storageUrl,
      project,
      account,
      buckets: Object.values(buckets),
      onFinalized: events.publish,
      logger: createPlainLogger('storage', say),
    },
    stack,
  );
  const bigquery = await openBigquery(
    {
      file: home.path('bigquery.duckdb'),
      port: options.bigqueryPort,
      named: options.bigqueryUrl,
      project,
      dataset: trackingDataset,
      reportsDataset,
      storageUrl: storage.url,
      say,
    },
    stack,
  );
  const audience = `http://127.0.0.1:${options.gatewayPort}`;
  const access = await openAccess(home, { audience, account, certsUrl: metadata.certsUrl });
  return {
    ...{ home, mysql, addressOf, metadata, access },
    ...{ events, storage, bigquery, functionsFolder, say },
  };
}

/**
 * Starts every part and returns when all of them answer. What was started is pushed on `stack`, also
 * when this throws half-way.
 */
export async function startCloud(options: CloudOptions, stack: StopStack): Promise<Cloud> {
  const manifests = readFunctionManifests(options.functionsFolder);
  const home = openHome(options.home, options.fresh);
  stack.push(home.close);
  const port = await claimPort(options.gatewayPort, 'Choose another with --port, or free it.');
  removeEndpoints(home.path('endpoints.json'));
  const parts = await openParts({ ...options, gatewayPort: port }, home, manifests, stack);
  const { mysql, access, events, storage, bigquery } = parts;
  const functions = createFunctions(manifests, parts, stack);
  const probes = {
    mysql: mysql.probe,
    storage: storage.probe,
    bigquery: bigquery.probe,
    ...Object.fromEntries(functions.map((each) => [each.manifest.name, probeFunction(each)])),
  };
  const gateway = await startGateway({ port, functions, probes, access: checkAccess(access) });
  stack.push(() => stopWork(events, functions, gateway));
  const byName = new Map(functions.map((each) => [each.manifest.name, each]));
  events.start(async (delivery) => {
    const target = byName.get(delivery.function);
    if (target === undefined) throw new AppError('not-found', 'there is no such function any more');
    await sendEvent(target, delivery);
  });
  await requireHealth(probes, home);
  const signToken = () => signIdToken(access.account, access.audience);
  const scheduler = openScheduler(manifests, {
    home,
    gateway: gateway.url,
    signToken,
    everySeconds: options.scheduleSeconds,
    say: options.say,
  });
  stack.push(scheduler.stop);
  scheduler.start();
  const endpoints = {
    pid: process.pid,
    project,
    gateway: gateway.url,
    storage: storage.url,
    bigquery: bigquery.url,
    mysql: mysql.address,
    buckets,
    login: access.login,
  };
  return { endpoints, signToken, home, mysql, storage, bigquery, events, scheduler };
}
