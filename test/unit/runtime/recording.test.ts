import type { Drained } from '../../../shared/src/domain/tracking/drain-outbox.ts';
import { openRecording } from '../../../shared/src/runtime/recording.ts';
import { memoryLogger } from '../../support/memory-logger.ts';

const nothing: Drained = { recorded: 0, stopped: null, postponed: [] };
const away: Drained = { ...nothing, stopped: 'BigQuery is away.' };
const never = 1_000_000;

describe('the recording of a call', () => {
  function open(drain: (isOver: () => boolean) => Promise<Drained>, delayMs = 0, limitMs = never) {
    const log = memoryLogger();
    return { log, recording: openRecording({ drain, delayMs, limitMs, log }) };
  }

  it('begins beside the work when it is woken, and ends with all that came meanwhile', async () => {
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    let [waiting, recorded] = [1, 0];
    const { recording } = open(async () => {
      const taken = waiting;
      begun.resolve();
      await goOn.promise;
      waiting -= taken;
      recorded += taken;
      return nothing;
    });
    recording.wake();
    await begun.promise;
    waiting++;
    const finished = recording.finish();
    goOn.resolve();
    await finished;
    expect({ waiting, recorded }).toEqual({ waiting: 0, recorded: 2 });
  });

  it('leaves short work alone until that is done', async () => {
    let drains = 0;
    const count = async () => {
      drains++;
      return nothing;
    };
    const { recording } = open(count, never);
    recording.wake();
    await recording.finish();
    expect(drains).toBe(1);
  });

  it('tells each reason once, and does not try again what has just failed', async () => {
    let drains = 0;
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const { recording, log } = open(async () => {
      drains++;
      begun.resolve();
      await goOn.promise;
      return { ...away, postponed: ['There is no entity 9.'] };
    });
    recording.wake();
    await begun.promise;
    const finished = recording.finish();
    goOn.resolve();
    await finished;
    expect(drains).toBe(1);
    await recording.finish();
    expect(drains).toBe(2);
    expect(log.lines).toEqual([
      {
        severity: 'warn',
        message: 'progress can not be recorded as things are',
        reason: 'There is no entity 9.',
      },
      { severity: 'warn', message: 'progress to be recorded later', reason: 'BigQuery is away.' },
    ]);
  });

  it('ends when the time is up, and lets the drain know', async () => {
    let isUp: (() => boolean) | undefined;
    const endless = (isOver: () => boolean) => {
      isUp = isOver;
      return new Promise<Drained>(() => {});
    };
    const { recording, log } = open(endless, 0, 1);
    await recording.finish();
    expect(isUp?.()).toBe(true);
    expect(log.lines).toMatchObject([{ reason: 'It took longer than 1 ms.' }]);
  });

  it('never fails', async () => {
    const { recording, log } = open(async () => {
      throw new Error('The database is away.');
    });
    await recording.finish();
    expect(log.lines).toMatchObject([{ reason: 'Error: The database is away.' }]);
  });
});
