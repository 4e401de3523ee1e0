import type { Logger } from './logger.ts';

/** What follows from requests and need not keep their answers waiting. */
export interface FollowUp {
  /** Has it done soon; returns at once. What comes while it is being done is done after that. */
  wake(): void;
  /** Resolves when nothing is being done. */
  settled(): Promise<void>;
}

/**
 * Runs `run` behind answers, one run at a time. A run that fails is logged: whatever it leaves must
 * be found by a later one, of another instance too.
 */
export function createFollowUp(run: () => Promise<void>, log: Logger): FollowUp {
  let isAsked = false;
  let running: Promise<void> | undefined;

  async function runAsked(): Promise<void> {
    try {
      while (isAsked) {
        isAsked = false;
        await run();
      }
    } catch (error) {
      log.warn({ err: error }, 'follow-up to be done later');
    } finally {
      running = undefined;
    }
  }

  return {
    wake() {
      isAsked = true;
      running ??= runAsked();
    },
    settled: async () => {
      await running;
    },
  };
}
