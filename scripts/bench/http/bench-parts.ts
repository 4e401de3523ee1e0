import { join } from 'node:path';
import type { StopStack } from '../../local/stop-stack.ts';
import { addReferences } from '../add-references.ts';
import { type BenchDatabase, openBenchDatabase } from '../open-bench-database.ts';
import { openPlatform } from '../open-platform.ts';
import { postToFunction } from '../post-to-function.ts';
import { explainMissingPython } from '../python.ts';
import { startProbeFunction } from '../start-probe-function.ts';
import { tablesInMemory } from '../tables-in-memory.ts';
import { listParents } from '../track/record-rounds.ts';
import { startBareFunction } from '../track/start-bare-function.ts';
import { makeWorkFolder } from '../work-folder.ts';
import type { LoadedProcess } from './measure-load.ts';
import { serviceModules, startUsualService } from './start-usual-service.ts';

/** All that answers in this benchmark, each in a process of its own. */
export interface BenchParts {
  readonly database: BenchDatabase;
  readonly bare: LoadedProcess;
  /** The runtime of the suite around a constant. */
  readonly signedIn: LoadedProcess;
  readonly usual: LoadedProcess | undefined;
  /** Starts a function of the suite, or gives the one that runs. */
  start(name: string): Promise<LoadedProcess>;
}

async function openUsual({ target }: BenchDatabase, folder: string, stack: StopStack) {
  const missing = await explainMissingPython(serviceModules);
  if (missing !== undefined) {
    console.log(missing);
    return undefined;
  }
  const usual = await startUsualService(target, folder);
  stack.push(usual.stop);
  return usual;
}

/** Starts what is measured; the functions of the suite start when they are asked for. */
export async function openParts(clients: number, stack: StopStack): Promise<BenchParts> {
  const { folder, remove } = makeWorkFolder();
  stack.push(remove);
  const database = await openBenchDatabase(process.env.MYSQL_URL, tablesInMemory);
  stack.push(database.close);
  await addReferences(database.pool);
  const { target } = database;
  const platform = await openPlatform({ target, folder, hasBigquery: true }, stack);
  const { token, accessEnvironment } = platform;
  const bare = await startBareFunction(folder);
  stack.push(bare.stop);
  const source = join(import.meta.dirname, 'signed-in-answer');
  const signedIn = await startProbeFunction(source, folder, accessEnvironment);
  stack.push(signedIn.stop);

  async function start(name: string): Promise<LoadedProcess> {
    const func = await platform.start(name);
    const parents = name === 'track-migration' ? listParents(clients) : [];
    for (const { path, body = {} } of parents) await postToFunction({ func, token }, path, body);
    const { pid, socketPath } = await func.pool.use(async (process) => process);
    return { pid, socketPath, token };
  }

  const started = new Map<string, Promise<LoadedProcess>>();
  return {
    database,
    bare,
    signedIn: { ...signedIn, token },
    usual: await openUsual(database, folder, stack),
    start: (name) => {
      const running = started.get(name) ?? start(name);
      started.set(name, running);
      return running;
    },
  };
}
