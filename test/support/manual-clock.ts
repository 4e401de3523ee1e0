import type { Clock } from '../../scripts/local/scheduler/clock.ts';

interface Waiting {
  readonly at: number;
  readonly resolve: () => void;
}

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /** Goes on to where the next waits end, ends them, and returns when all that follows waits again. */
  advance(): Promise<void>;
  setTo(time: string): void;
}

/** Lets everything that needs no clock happen. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

export function createManualClock(start: string): ManualClock {
  let now = Date.parse(start);
  let waiting: Waiting[] = [];
  return {
    now: () => new Date(now),
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        waiting.push({ at: now + ms, resolve });
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
    advance: async () => {
      await settle();
      now = Math.min(...waiting.map(({ at }) => at));
      const due = waiting.filter(({ at }) => at <= now);
      waiting = waiting.filter(({ at }) => at > now);
      for (const { resolve } of due) resolve();
      await settle();
    },
    setTo: (time) => {
      now = Date.parse(time);
    },
  };
}
