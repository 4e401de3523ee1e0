import type { Drop } from '../../shared/src/domain/ingest/drop.ts';
import { openDropZone, resultsBucket } from './drop-zone.ts';
import { firstParents } from './faulty-drop.ts';
import { type IngestProcess, startIngest } from './ingest-process.ts';
import { openRelay, type Verdict } from './relay.ts';

/** Says at which of a process's messages something is to happen to it: once at most. */
export type Trigger = (message: Buffer, count: number) => Verdict;

const never: Trigger = () => 'pass';

/** At the how-manieth message. */
export const atCount =
  (wanted: number, verdict: Verdict): Trigger =>
  (_message, count) =>
    count === wanted ? verdict : 'pass';

/** At the how-manieth message that holds this text. */
export function atText(text: string, verdict: Verdict, wanted = 1): Trigger {
  let found = 0;
  return (message) => (message.includes(text) && ++found === wanted ? verdict : 'pass');
}

/**
 * A zone in which ingest-drop runs as processes of its own, which reach database and storage
 * through relays only: at any message a process can be killed or stopped.
 */
export async function openLane(bundle: string, environment: Readonly<Record<string, string>>) {
  const zone = await openDropZone(20);
  let trigger = never;
  let act = () => {};
  let count = 0;
  let hasActed = false;
  const watch = {
    judge(message: Buffer): Verdict {
      if (hasActed) return 'pass';
      const verdict = trigger(message, ++count);
      hasActed = verdict !== 'pass';
      return verdict;
    },
    act: () => act(),
  };
  const { target } = zone.database;
  const mysql = await openRelay({ host: target.MYSQL_HOST, port: target.MYSQL_PORT }, watch);
  const storagePort = Number(new URL(zone.storageUrl).port);
  const storage = await openRelay({ host: '127.0.0.1', port: storagePort }, watch);
  const running = new Set<IngestProcess>();

  function start(): IngestProcess {
    const process = startIngest({
      target: { ...target, MYSQL_HOST: '127.0.0.1', MYSQL_PORT: mysql.port },
      storageUrl: `http://127.0.0.1:${storage.port}`,
      environment,
      bundle,
    });
    running.add(process);
    return process;
  }
  // One is always being started ahead, because that takes longer than most deliveries.
  let spare = start();

  async function takeProcess(): Promise<IngestProcess> {
    const process = spare;
    spare = start();
    await process.ready;
    return process;
  }

  async function end(process: IngestProcess): Promise<void> {
    await process.kill();
    running.delete(process);
  }

  /** From now on, until the next call, `at` may send the process a signal. */
  function arm(process: IngestProcess, signal: NodeJS.Signals, at: Trigger): void {
    act = () => process.signal(signal);
    [trigger, count, hasActed] = [at, 0, false];
  }

  return {
    zone,
    takeProcess,
    end,
    arm,
    hasActed: () => hasActed,
    /** Delivers to a new process, which `at` may kill. */
    async deliver(drop: Drop, at: Trigger = never) {
      const process = await takeProcess();
      arm(process, 'SIGKILL', at);
      const status = await process.deliver(drop);
      const seen = { status, messages: count, isKilled: hasActed };
      arm(process, 'SIGKILL', never);
      await end(process);
      return seen;
    },
    /** Empties the zone, but for the parents that the hires refer to. */
    async begin(): Promise<void> {
      const tables = ['hired_employees', 'departments', 'jobs', 'cutover_reject', 'cutover_load'];
      for (const table of tables) await zone.query(`DELETE FROM ${table}`);
      await zone.storage.bucket(resultsBucket).deleteFiles();
      await zone.drop('departments.csv', firstParents.departments);
      await zone.drop('jobs.csv', firstParents.jobs);
    },
    async close(): Promise<void> {
      await Promise.all([...running].map(end));
      await mysql.close();
      await storage.close();
      await zone.close();
    },
  };
}

export type Lane = Awaited<ReturnType<typeof openLane>>;
