import { AppError, isTransient } from '../../../shared/src/domain/app-error.ts';
import { describeOutcome } from '../../support/describe-outcome.ts';
import { type DropZone, openDropZone } from '../../support/drop-zone.ts';
import { faultyDrop, firstParents } from '../../support/faulty-drop.ts';

const tables = ['departments', 'jobs', 'hired_employees'];
const file = faultyDrop(100, 5);

/** Lets a call go on for so many chunks. */
function stopAfter(chunks: number) {
  let left = chunks;
  return () => {
    if (--left < 0)
      throw new AppError('busy', 'The time of this call is over; the next delivery goes on.');
  };
}

async function openZone(): Promise<DropZone> {
  const zone = await openDropZone(10);
  await zone.drop('departments.csv', firstParents.departments);
  await zone.drop('jobs.csv', firstParents.jobs);
  return zone;
}

async function loadUndisturbed() {
  const zone = await openZone();
  await zone.drop('hired_employees.csv', file);
  const outcome = await describeOutcome(zone, tables);
  await zone.close();
  return outcome;
}

describe('a call whose time is over', () => {
  it.each([1, 2, 5])(
    'hands over after %d chunks, and the next calls end the load',
    async (chunks) => {
      const zone = await openZone();
      try {
        const drop = await zone.put('hired_employees.csv', file);
        let calls = 1;
        for (; ; calls++) {
          const checkDeadline = stopAfter(chunks);
          try {
            await zone.load(drop, calls < 50 ? { checkDeadline } : {});
            break;
          } catch (error) {
            expect(error).toMatchObject({ code: 'busy' });
          }
        }
        expect(calls).toBeGreaterThan(1);
        expect(calls).toBeLessThan(50);
        expect(await describeOutcome(zone, tables)).toEqual(await loadUndisturbed());
      } finally {
        await zone.close();
      }
    },
  );

  it('moves the checkpoint with every chunk, so that each call goes further', async () => {
    const zone = await openZone();
    try {
      const drop = await zone.put('hired_employees.csv', file);
      const lines: number[] = [];
      for (let call = 1; call <= 3; call++) {
        await expect(zone.load(drop, { checkDeadline: stopAfter(1) })).rejects.toThrow(
          'time of this call',
        );
        const [load] = await zone.query<{ line: string }>(
          "SELECT line FROM cutover_load WHERE object = 'hired_employees.csv'",
        );
        lines.push(Number(load?.line));
      }
      expect(lines.toSorted((a, b) => a - b)).toEqual(lines);
      expect(new Set(lines).size).toBe(3);
    } finally {
      await zone.close();
    }
  });
});

describe('a drop that is delivered again', () => {
  it('after its load has ended is answered with that load, and nothing changes', async () => {
    const zone = await openZone();
    try {
      const drop = await zone.put('hired_employees.csv', file);
      const load = await zone.load(drop);
      const before = await describeOutcome(zone, tables);
      expect(await zone.load(drop)).toEqual(load);
      expect(await describeOutcome(zone, tables)).toEqual(before);
    } finally {
      await zone.close();
    }
  });

  it('while its load runs is told to come again', async () => {
    const zone = await openZone();
    try {
      const drop = await zone.put('hired_employees.csv', file);
      const answers = await Promise.allSettled([zone.load(drop), zone.load(drop), zone.load(drop)]);
      const refused = answers.flatMap((answer) =>
        answer.status === 'rejected' ? [answer.reason] : [],
      );
      expect(refused).toHaveLength(2);
      expect(refused.every(isTransient)).toBe(true);
      expect(await describeOutcome(zone, tables)).toEqual(await loadUndisturbed());
    } finally {
      await zone.close();
    }
  });
});
