import fc from 'fast-check';
import {
  add,
  difference,
  truncate,
} from '../../../scripts/local/bigquery/sql/runtime/change-moments.ts';
import { formatMoment } from '../../../scripts/local/bigquery/sql/runtime/format-moment.ts';
import { parseMoment } from '../../../scripts/local/bigquery/sql/runtime/parse-moment.ts';

const dayMicros = 86_400_000_000n;
const day = fc.integer({ min: -700_000, max: 2_900_000 }).map((days) => BigInt(days) * dayMicros);
const part = fc.constantFrom(
  'WEEK',
  'ISOWEEK',
  'WEEK(FRIDAY)',
  'MONTH',
  'QUARTER',
  'YEAR',
  'ISOYEAR',
);

describe('moments of GoogleSQL', () => {
  it('lie in the part that they are cut off to, and the next one begins a part later', () => {
    fc.assert(
      fc.property(day, part, (moment, unit) => {
        const start = truncate(moment, unit);
        expect(start <= moment).toBe(true);
        expect(truncate(start, unit)).toBe(start);
        expect(difference(moment, start, unit)).toBe(0n);
        expect(difference(moment, start - dayMicros, unit)).toBe(1n);
      }),
    );
  });

  it('are as many months apart as they were moved by, and keep their day where the month has it', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -500, max: 500 }), (moment, count) => {
        const moved = add(moment, BigInt(count), 'MONTH');
        expect(difference(moved, moment, 'MONTH')).toBe(BigInt(count));
        const [before, after] = [moment, moved].map((at) => Number(formatMoment('%d', at, 'DATE')));
        expect(after === before || (Number(after) < Number(before) && Number(before) > 28)).toBe(
          true,
        );
      }),
    );
  });

  it('are read back as they were written', () => {
    const micros = fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n });
    fc.assert(
      fc.property(micros, (moment) => {
        const format = '%E4Y-%m-%d %H:%M:%E*S%Ez';
        expect(parseMoment(format, formatMoment(format, moment, 'TIMESTAMP'), 'TIMESTAMP')).toBe(
          moment,
        );
      }),
    );
  });
});
