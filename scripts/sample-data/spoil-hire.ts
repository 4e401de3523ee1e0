import type { FaultCode } from '@cutover/shared/domain/fault.ts';
import type { Random } from './random.ts';

/** The cells of one hire as they stand in a CSV file: id, name, datetime, department_id, job_id. */
export type HireCells = readonly [string, string, string, string, string];

type Spoiler = (cells: HireCells, random: Random, takenId: string) => string;

const idOf = { name: 1, datetime: 2, department: 3, job: 4 } as const;

const replace = (cells: HireCells, column: keyof typeof idOf, cell: string) =>
  cells.with(idOf[column], cell).join(',');

const reference = ['department', 'job'] as const;
const badDates = [
  '2021-02-30T09:00:00Z',
  '2021-13-01T09:00:00Z',
  'next monday',
  '2021-06-31',
  '31.04.2021',
];

/** Bytes of Windows-1252 and torn UTF-8: what an export with a mixed-up encoding holds. */
const badNames = ['Andr\xe9 Dupont', 'Jos\xc3', 'M\xfcller', '\xff\xfeAnn Lee'];

/**
 * How a good record is spoilt so that it has this one fault and no other. hired_employees has no
 * ENUM column, so that nothing can be `not-in-list`; `refused-by-database` is no fault of a file.
 * The open quote of `unterminated-quote` meets no closing one: the next quote in the file opens a cell.
 */
export const spoilers = {
  'missing-value': (cells, random) =>
    replace(cells, random.pick(['name', 'datetime', ...reference]), ''),
  'type-error': (cells, random) =>
    replace(cells, random.pick(reference), random.pick(['ten', '7th', '3.5'])),
  'out-of-range': (cells, random) => replace(cells, random.pick(reference), '99999999999'),
  'too-long': (cells, random) => replace(cells, 'name', 'Ann Maria '.repeat(26 + random.below(10))),
  'bad-date': (cells, random) => replace(cells, 'datetime', random.pick(badDates)),
  'unknown-reference': (cells, random) => replace(cells, random.pick(reference), '9999'),
  'duplicate-key': (cells, _random, takenId) => cells.with(0, takenId).join(','),
  'missing-cell': (cells, random) => cells.slice(0, 3 + random.below(2)).join(','),
  'extra-cell': (cells, random) =>
    `${cells.join(',')},${random.pick(['part time', 'see note', '1'])}`,
  'bad-encoding': (cells, random) => replace(cells, 'name', random.pick(badNames)),
  'unterminated-quote': (cells) => replace(cells, 'name', '"Ann Lee'),
} satisfies Partial<Record<FaultCode, Spoiler>>;

export type SampleFault = keyof typeof spoilers;
