import { setTimeout as sleep } from 'node:timers/promises';

export interface Clock {
  now(): Date;
  /** Rejects when `signal` aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  wait: (ms, signal) => sleep(ms, undefined, { signal }),
};

/** Short enough that a machine that slept, or whose clock was set, is noticed. */
const longestWaitMs = 60_000;

/** Rejects when `signal` aborts. */
export async function waitUntil(time: Date, clock: Clock, signal: AbortSignal): Promise<void> {
  for (;;) {
    const leftMs = time.getTime() - clock.now().getTime();
    if (leftMs <= 0) return signal.throwIfAborted();
    await clock.wait(Math.min(leftMs, longestWaitMs), signal);
  }
}
