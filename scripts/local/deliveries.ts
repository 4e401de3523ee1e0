import { backoffMs } from './backoff.ts';
import type { Delivery, EventJournal } from './event-journal.ts';
import { createWaiters } from './waiters.ts';

/** Rejects when the function did not take the event. */
export type Send = (delivery: Delivery) => Promise<void>;

export interface Deliveries {
  /** Sends a delivery that the journal holds, as soon as deliveries are open. One that is known is left alone. */
  add(delivery: Delivery): void;
  open(send: Send): void;
  /** Settles when nothing is pending but what has failed `attempts` times; says what that is. */
  settled(attempts: number): Promise<Delivery[]>;
  /** Sends nothing more; settles when what is on its way has ended. */
  stop(): Promise<void>;
}

interface Pending {
  readonly delivery: Delivery;
  failures: number;
}

const giveUpAfterMs = 24 * 3600 * 1000;

/** Not every failure: a function that is busy with the same drop refuses it once or twice by design. */
const isWorthSaying = (failures: number) => failures === 3 || failures % 10 === 0;

function describeFailure({ delivery, failures }: Pending, reason: string): string {
  return `${delivery.function} has not taken ${delivery.object.name} in ${failures} attempts (${reason})`;
}

function isHopeless({ delivery }: Pending, mayRetry: boolean): boolean {
  return !mayRetry || Date.now() - Date.parse(delivery.time) > giveUpAfterMs;
}

/** Sends deliveries until they are taken: with backoff, for 24 hours, several at a time. */
export function createDeliveries(
  journal: EventJournal,
  mayRetry: (delivery: Delivery) => boolean,
  say: (line: string) => void,
): Deliveries {
  const pending = new Map<string, Pending>();
  const running = new Set<Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  const { wait, wake } = createWaiters();
  let send: Send | undefined;
  let isStopped = false;

  const schedule = (entry: Pending) => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        run(entry);
      },
      backoffMs(entry.failures, Math.random()),
    );
    timers.add(timer);
  };
  const fail = async (entry: Pending, reason: string) => {
    entry.failures += 1;
    if (isHopeless(entry, mayRetry(entry.delivery))) {
      const file = await journal.bury(entry.delivery);
      say(`${describeFailure(entry, reason)}; given up, kept in ${file}`);
      pending.delete(entry.delivery.id);
      return;
    }
    if (isWorthSaying(entry.failures)) say(`${describeFailure(entry, reason)}; trying on.`);
    schedule(entry);
  };
  const attempt = async (entry: Pending, to: Send) => {
    try {
      await to(entry.delivery);
    } catch (error) {
      if (!isStopped) await fail(entry, error instanceof Error ? error.message : String(error));
      return;
    }
    await journal.remove(entry.delivery);
    pending.delete(entry.delivery.id);
  };
  const run = (entry: Pending) => {
    if (send === undefined || isStopped) return;
    const attempted = attempt(entry, send).finally(() => {
      running.delete(attempted);
      wake();
    });
    running.add(attempted);
  };
  return {
    add: (delivery) => {
      if (pending.has(delivery.id)) return;
      const entry = { delivery, failures: 0 };
      pending.set(delivery.id, entry);
      run(entry);
    },
    open: (to) => {
      send = to;
      for (const entry of pending.values()) run(entry);
    },
    settled: async (attempts) => {
      for (;;) {
        const left = [...pending.values()];
        if (isStopped || left.every(({ failures }) => failures >= attempts)) {
          return left.map(({ delivery }) => delivery);
        }
        await wait();
      }
    },
    stop: async () => {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
      wake();
      await Promise.allSettled(running);
    },
  };
}
