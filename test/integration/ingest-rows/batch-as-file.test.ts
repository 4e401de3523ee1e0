import fc from 'fast-check';
import { parseExactly } from '../../../shared/src/domain/batch/exact-json.ts';
import { loadBatch } from '../../../shared/src/domain/batch/load-batch.ts';
import type { Reject } from '../../support/drop-zone.ts';
import { openRowsZone, type RowsZone } from '../../support/rows-zone.ts';
import { rowsOf } from '../../support/zone-words.ts';

const columns = ['id', 'big', 'amount', 'ratio', 'flag', 'note', 'kind', 'at', 'data'] as const;
type Name = (typeof columns)[number];

const definition = `(
  id INT NOT NULL PRIMARY KEY, big BIGINT UNSIGNED NULL, amount DECIMAL(12, 3) NULL, ratio DOUBLE NULL,
  flag TINYINT(1) NULL, note VARCHAR(12) NULL, kind ENUM('a', 'b') NULL, at DATETIME(3) NULL, data JSON NULL)`;

const text = fc.string({ unit: 'grapheme', maxLength: 14 }).filter((each) => !each.includes('\0'));
/** A value with what the same cell of a CSV file says. */
const cells = (arbitrary: fc.Arbitrary<unknown>) =>
  arbitrary.map((value) => ({
    json: JSON.stringify(value),
    csv: value === null ? '' : String(value),
  }));
const numeral = fc
  .oneof(fc.bigInt({ min: -(2n ** 66n), max: 2n ** 66n }).map(String), fc.integer().map(String))
  .map((digits) => ({ json: digits, csv: digits }));
const anything = fc.oneof(
  cells(fc.constant(null)),
  cells(fc.boolean()),
  cells(text),
  cells(fc.constantFrom('a', 'NULL', '\\N', ' 7 ', '2021-02-03T04:05:06Z', '1.50', 'x,"y"\r\nz')),
  cells(
    fc
      .double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 })
      .map((each) => Math.round(each * 1000) / 1000),
  ),
  numeral,
);
const json = fc
  .oneof(fc.constant(null), fc.jsonValue({ maxDepth: 3 }))
  .map((value) => JSON.stringify(value).replaceAll('\\u0000', ' '))
  .map((each) => ({ json: each, csv: each === 'null' ? '' : each }));
const row = fc.record<Record<Name, { json: string; csv: string }>>({
  id: fc.integer({ min: 1, max: 12 }).map((id) => ({ json: String(id), csv: String(id) })),
  big: anything,
  amount: anything,
  ratio: anything,
  flag: anything,
  note: anything,
  kind: anything,
  at: anything,
  data: json,
});

const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

describe('rows as JSON', () => {
  let zone: RowsZone;

  beforeAll(async () => {
    zone = await openRowsZone();
    await zone.query(`CREATE TABLE as_file ${definition}`);
    await zone.query(`CREATE TABLE as_rows ${definition}`);
  });

  afterAll(() => zone.close());

  const outcome = async (table: string) => ({
    rows: await rowsOf(zone, table),
    rejects: await zone.openRejects(table),
  });

  it('give the same table and the same rejects as the same rows in a CSV file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 15 }), async (rows) => {
        for (const table of ['as_file', 'as_rows', 'cutover_reject']) {
          await zone.query(`DELETE FROM ${table}`);
        }
        const lines = rows.map((cells) => columns.map((name) => quote(cells[name].csv)).join(','));
        await zone.drop('as_file.csv', `${columns.join(',')}\n${lines.join('\n')}\n`, {
          header: 'present',
          delimiter: 'comma',
        });
        const objects = rows.map(
          (cells) => `{${columns.map((name) => `"${name}": ${cells[name].json}`).join(', ')}}`,
        );
        const batch = {
          table: 'as_rows',
          rows: parseExactly(`[${objects.join(', ')}]`) as unknown[],
          sizeBytes: 0,
          options: {},
          requestedBy: 'ann',
          defaultEntity: null,
          now: new Date(),
        };
        await loadBatch(zone.ports, batch, null);
        const [file, batched] = [await outcome('as_file'), await outcome('as_rows')];
        expect(batched.rows).toEqual(file.rows);
        // Of a file, good records are written ahead of faulty ones, which then are also duplicates.
        const isTold = (code: string, { codes }: Reject) =>
          code !== 'duplicate-key' || new Set(codes).size === 1;
        const faultsOf = ({ rejects }: typeof file) =>
          rejects.map((reject) =>
            reject.codes.flatMap((code, at) =>
              isTold(code, reject) ? [`${reject.columns[at]} ${code}`] : [],
            ),
          );
        expect(faultsOf(batched)).toEqual(faultsOf(file));
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });
});
