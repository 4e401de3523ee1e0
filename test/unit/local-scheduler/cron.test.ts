import fc from 'fast-check';
import { nextTime, parseCron } from '../../../scripts/local/scheduler/cron.ts';

const after = (cron: string, time: string) =>
  nextTime(parseCron(cron), new Date(time)).toISOString().replace(':00.000Z', 'Z');

describe('a schedule in cron’s words', () => {
  it.each([
    ['0 3 * * *', '2026-11-20T02:59:59.999Z', '2026-11-20T03:00Z'],
    ['0 3 * * *', '2026-11-20T03:00:00Z', '2026-11-21T03:00Z'],
    ['0 3 * * *', '2026-12-31T03:00:00Z', '2027-01-01T03:00Z'],
    ['*/20 * * * *', '2026-11-20T03:40:00Z', '2026-11-20T04:00Z'],
    ['5-10/5 1,13 * * *', '2026-11-20T01:05:00Z', '2026-11-20T01:10Z'],
    ['5-10/5 1,13 * * *', '2026-11-20T01:10:00Z', '2026-11-20T13:05Z'],
    ['30 4 * * SUN', '2026-11-20T00:00:00Z', '2026-11-22T04:30Z'],
    ['30 4 * * 1-5', '2026-11-20T04:30:00Z', '2026-11-23T04:30Z'],
    ['0 0 1 jan *', '2026-11-20T00:00:00Z', '2027-01-01T00:00Z'],
    ['0 0 29 2 *', '2096-03-01T00:00:00Z', '2104-02-29T00:00Z'],
    // Either day suffices where both are named.
    ['0 0 13 * FRI', '2026-11-20T00:00:00Z', '2026-11-27T00:00Z'],
    ['0 0 13 * FRI', '2026-12-12T00:00:00Z', '2026-12-13T00:00Z'],
    ['0 0 */2 * FRI', '2026-11-20T00:00:00Z', '2026-11-27T00:00Z'],
  ])('%s is due after %s at %s', (cron, time, next) => {
    expect(after(cron, time)).toBe(next);
  });

  it.each([
    ['0 3 * *', 'it needs minute, hour'],
    ['0 3 * * * *', 'it needs minute, hour'],
    ['60 3 * * *', '"60" names no minute from 0 to 59.'],
    ['0 24 * * *', '"24" names no hour from 0 to 23.'],
    ['0 3 0 * *', '"0" names no day of the month from 1 to 31.'],
    ['0 3 * 13 *', '"13" names no month from 1 to 12.'],
    ['0 3 * * 7', '"7" names no day of the week from 0 to 6.'],
    ['5/10 3 * * *', '"5/10" names no minute'],
    ['*/0 3 * * *', '"*/0" names no minute'],
    ['10-5 3 * * *', '"10-5" names no minute'],
    ['1,,2 3 * * *', '"1,,2" names no minute'],
    ['0 3 L * *', '"L" names no day of the month'],
    ['@daily', 'it needs minute, hour'],
    ['0 0 30 2 *', 'The schedule names no day that there is.'],
  ])('%s is refused in a sentence', (cron, sentence) => {
    expect(() => parseCron(cron)).toThrow(sentence);
  });

  it('is due at a minute that it names, and at none between', () => {
    const minute = fc.integer({ min: 0, max: 59 });
    const hour = fc.integer({ min: 0, max: 23 });
    const start = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(minute, hour, start, (m, h, time) => {
        const next = nextTime(parseCron(`${m} ${h} * * *`), time);
        expect([next.getUTCMinutes(), next.getUTCHours()]).toEqual([m, h]);
        const waitMs = next.getTime() - time.getTime();
        expect(waitMs > 0 && waitMs <= 86_400_000).toBe(true);
      }),
    );
  });
});
