import type { Drained } from '../domain/tracking/drain-outbox.ts';
import type { Logger } from './logger.ts';

/** Records a call's work beside the work itself. */
export interface Recording {
  /**
   * Says that something waits to be recorded, which is then done while the work goes on. Work that
   * ends within `delayMs` is not troubled: it is recorded by `finish`. Returns at once.
   */
  wake(): void;
  /**
   * Records what waits, also what others have left, and resolves when that is done, fails or takes
   * too long. Never fails: what could not be recorded goes on waiting, and the log says why.
   */
  finish(): Promise<void>;
}

export interface RecordingOptions {
  /** Records what waits until `isOver` says that the time is up; `drainOutbox`. */
  readonly drain: (isOver: () => boolean) => Promise<Drained>;
  readonly delayMs: number;
  /** How long `finish` takes at most. */
  readonly limitMs: number;
  readonly log: Logger;
}

/** Opens the recording of one call. Each reason for not recording is logged once. */
export function openRecording({ drain, delayMs, limitMs, log }: RecordingOptions): Recording {
  const told = new Set<string>();
  let isOver = false;
  let isAsked = false;
  let running: Promise<void> | undefined;
  let delay: NodeJS.Timeout | undefined;

  function tell(reason: string, message: string): void {
    if (!told.has(reason)) log.warn({ reason }, message);
    told.add(reason);
  }

  async function drainAsked(): Promise<void> {
    try {
      while (isAsked) {
        isAsked = false;
        const { stopped, postponed } = await drain(() => isOver);
        for (const reason of postponed) tell(reason, 'progress can not be recorded as things are');
        if (stopped !== null) {
          isAsked = false;
          tell(stopped, 'progress to be recorded later');
        }
      }
    } catch (error) {
      tell(String(error), 'progress to be recorded later');
    } finally {
      running = undefined;
    }
  }

  function start(): Promise<void> {
    isAsked = true;
    running ??= drainAsked();
    return running;
  }

  return {
    wake() {
      delay ??= setTimeout(start, delayMs);
    },
    async finish() {
      clearTimeout(delay);
      const limit = Promise.withResolvers<void>();
      const timer = setTimeout(() => {
        isOver = true;
        tell(`It took longer than ${limitMs} ms.`, 'progress to be recorded later');
        limit.resolve();
      }, limitMs);
      await Promise.race([start(), limit.promise]);
      clearTimeout(timer);
    },
  };
}
