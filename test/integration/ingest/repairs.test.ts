import { parse } from 'csv-parse/sync';
import type { Load } from '../../../shared/src/domain/ingest/load.ts';
import { type DropZone, openDropZone, resultsBucket } from '../../support/drop-zone.ts';
import { writeCsv } from '../../support/write-csv.ts';
import { countsOf, rejectsOf, rowsOf } from '../../support/zone-words.ts';

const hires = [
  'id,name,hire_date,department_id,job_id',
  '1,Ann,2021-01-01,1,1',
  '2,,2021-01-01,1,1',
  'x,"Bo ""B"", \nJr.",never,1,1',
  '4,Zoë,2021-01-01,9,1',
  '5,Eve,2021-01-01,1,1,more',
];

describe('the rejects of a load', () => {
  let zone: DropZone;

  beforeAll(async () => {
    zone = await openDropZone(3);
  });

  afterAll(() => zone.close());

  beforeEach(async () => {
    for (const table of [
      'hired_employees',
      'departments',
      'jobs',
      'cutover_reject',
      'cutover_load',
    ]) {
      await zone.query(`DELETE FROM ${table}`);
    }
    await zone.storage.bucket(resultsBucket).deleteFiles();
    await zone.query("INSERT INTO departments VALUES (1, 'Sales')");
    await zone.query("INSERT INTO jobs VALUES (1, 'Nurse')");
  });

  const statesOf = async (load: Load) =>
    (await rejectsOf(zone, load)).map(({ line, state }) => `${line} ${state}`);

  const readNotAdded = async (load: Load): Promise<string[][]> =>
    parse((await zone.notAdded(load)) ?? '', { bom: true, relax_column_count: true });

  /** What a person makes of a not_added file in a spreadsheet: semicolons, a mark, CRLF and quotes everywhere. */
  function saveFromSpreadsheet(records: readonly (readonly string[])[]): string {
    return `\ufeff${writeCsv(records, { delimiter: ';', lineEnd: '\r\n', quotes: 'everywhere' })}`;
  }

  /** The not_added file with cells changed, by line of the original file and column. */
  async function repair(
    load: Load,
    changes: Record<number, Record<string, string>>,
  ): Promise<string> {
    const [header = [], ...records] = await readNotAdded(load);
    const lineAt = header.indexOf('_line');
    const repaired = records.map((record) => {
      const change = changes[Number(record[lineAt])] ?? {};
      return header.map((name, at) => change[name] ?? record[at] ?? '');
    });
    return saveFromSpreadsheet([header, ...repaired]);
  }

  it('lie in the not_added file as they came, with where and why', async () => {
    const load = await zone.drop('hired_employees.csv', hires.join('\n'));
    expect(countsOf(load)).toBe('read 5, inserted 1, rejected 4');
    const ids = (await rejectsOf(zone, load)).map(({ id }) => id);
    expect(await zone.notAdded(load)).toBe(
      '\ufeffid,name,hire_date,department_id,job_id,_extra_1,_line,_column,_code,_error,_load_id,_reject_id\r\n' +
        `2,,2021-01-01,1,1,,3,name,missing-value,"The cell is empty, and the column needs a value.",${load.id},${ids[0]}\r\n` +
        `x,"Bo ""B"", \nJr.",never,1,1,,4,id; datetime,type-error; bad-date,"""x"" is not a whole number. ""never"" is not a date in a known form (YYYY-MM-DD, or YYYY-MM-DD HH:MM[:SS[.ffffff]] with T or a space, Z or an offset).",${load.id},${ids[1]}\r\n` +
        `4,Zoë,2021-01-01,9,1,,6,department_id,unknown-reference,departments has no row with id 9.,${load.id},${ids[2]}\r\n` +
        `5,Eve,2021-01-01,1,1,more,7,,extra-cell,"The record has 6 cells, and the file has 5 columns.",${load.id},${ids[3]}\r\n`,
    );
  });

  it('are counted and grouped in the result', async () => {
    const load = await zone.drop('hired_employees.csv', hires.join('\n'), { entity: '17' });
    const result = JSON.parse((await zone.result(`loads/${load.id}.json`)) ?? '');
    expect(result).toEqual({
      load_id: load.id,
      kind: 'drop',
      state: 'done',
      drop: { bucket: load.bucket, object: 'hired_employees.csv', generation: load.generation },
      table: 'hired_employees',
      entity: 17,
      mode: 'partial',
      dry_run: false,
      conflict: 'reject',
      counts: {
        read: 5,
        inserted: 1,
        updated: 0,
        unchanged: 0,
        rejected: 4,
        blank: 0,
        withheld: 0,
      },
      error: null,
      started_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      finished_at: load.finishedAt,
      seconds: expect.any(Number),
      not_added: `gs://${resultsBucket}/not_added/hired_employees/${load.id}.csv`,
      digest: expect.arrayContaining([
        {
          code: 'missing-value',
          column: 'name',
          count: 1,
          samples: [{ line: 3, message: 'The cell is empty, and the column needs a value.' }],
        },
      ]),
    });
    expect(result.digest).toHaveLength(5);
  });

  it('close when the file comes back repaired from a spreadsheet, and its records are added', async () => {
    const load = await zone.drop('hired_employees.csv', hires.join('\n'));
    const text = await repair(load, {
      3: { name: 'Cy' },
      4: { id: '3', hire_date: '2021-02-02 08:00:00' },
      6: { department_id: '1' },
      7: { _extra_1: '' },
    });
    const fixed = await zone.drop(`fixed/hired_employees/${load.id}.csv`, text);
    expect([fixed.error, countsOf(fixed)]).toEqual([null, 'read 4, inserted 4']);
    expect(await rowsOf(zone, 'hired_employees')).toEqual([
      '1,Ann,2021-01-01 00:00:00,1,1',
      '2,Cy,2021-01-01 00:00:00,1,1',
      '3,Bo "B", \nJr.,2021-02-02 08:00:00,1,1',
      '4,Zoë,2021-01-01 00:00:00,1,1',
      '5,Eve,2021-01-01 00:00:00,1,1',
    ]);
    expect(await statesOf(load)).toEqual(['3 fixed', '4 fixed', '6 fixed', '7 fixed']);
    expect(await zone.notAdded(load)).toBeNull();
    expect(JSON.parse((await zone.result(`loads/${load.id}.json`)) ?? '')).toMatchObject({
      not_added: null,
      digest: [],
    });
  });

  it('are superseded by those of records that are still wrong, and close with them', async () => {
    const load = await zone.drop('hired_employees.csv', hires.join('\n'));
    const half = await zone.drop(
      'fixed/hired_employees/half.csv',
      await repair(load, { 3: { name: 'Cy' }, 4: { id: '3' } }),
    );
    expect(countsOf(half)).toBe('read 4, inserted 1, rejected 3');
    expect(await statesOf(load)).toEqual([
      '3 fixed',
      '4 superseded',
      '6 superseded',
      '7 superseded',
    ]);
    expect(await zone.notAdded(load)).toBeNull();
    const [header = []] = await readNotAdded(half);
    expect(header.slice(5)).toEqual([
      '_extra_1',
      '_line',
      '_column',
      '_code',
      '_error',
      '_load_id',
      '_reject_id',
    ]);
    const lines = (await rejectsOf(zone, half)).map(({ line }) => line);
    const rest = await repair(half, {
      [lines[0] ?? 0]: { hire_date: '2021-02-02' },
      [lines[1] ?? 0]: { department_id: '1' },
      [lines[2] ?? 0]: { _extra_1: '' },
    });
    const whole = await zone.drop('fixed/hired_employees/rest.csv', rest);
    expect(countsOf(whole)).toBe('read 3, inserted 3');
    expect(await statesOf(half)).toEqual(lines.map((line) => `${line} fixed`));
    expect(await zone.openRejects('hired_employees')).toEqual([]);
    expect(await rowsOf(zone, 'hired_employees')).toHaveLength(5);
  });

  it('stay as they are when the repaired file is dropped twice', async () => {
    const load = await zone.drop('hired_employees.csv', hires.join('\n'));
    const text = await repair(load, { 3: { name: 'Cy' } });
    await zone.drop('fixed/hired_employees/a.csv', text);
    const again = await zone.drop('fixed/hired_employees/b.csv', text);
    expect(countsOf(again)).toBe('read 4, unchanged 1, rejected 3');
    expect(await zone.openRejects('hired_employees')).toHaveLength(3);
    expect(await rowsOf(zone, 'hired_employees')).toHaveLength(2);
  });

  it('close by the older file too, when a newer load has taken their places', async () => {
    const load = await zone.drop('hired_employees.csv', hires.join('\n'));
    const text = await repair(load, {
      3: { name: 'Cy' },
      4: { id: '3', hire_date: '2021-02-02' },
      6: { department_id: '1' },
      7: { _extra_1: '' },
    });
    const again = await zone.drop('hired_employees_again.csv', hires.join('\n'));
    expect(await statesOf(load)).toEqual([
      '3 superseded',
      '4 superseded',
      '6 superseded',
      '7 superseded',
    ]);
    await zone.drop('fixed/hired_employees/a.csv', text);
    expect(await statesOf(again)).toEqual(['3 fixed', '4 fixed', '6 fixed', '7 fixed']);
    expect(await zone.notAdded(again)).toBeNull();
  });

  it('are not twice as many when the file is dropped again', async () => {
    await zone.drop('hired_employees.csv', hires.join('\n'));
    const before = await zone.openRejects('hired_employees');
    const again = await zone.drop('hired_employees.csv', hires.join('\n'));
    expect(countsOf(again)).toBe('read 5, unchanged 1, rejected 4');
    expect(await zone.openRejects('hired_employees')).toEqual(before);
  });

  it('of other tables, or of no load, are not closed by an id that somebody wrote', async () => {
    const load = await zone.drop('departments.csv', 'id,name\nx,Legal\n');
    const [reject] = await rejectsOf(zone, load);
    const text = `id,job,_reject_id\n7,Clerk,${reject?.id}\n8,Cook,999999\n9,Baker,"1 OR 1=1"\n10,Page,\n`;
    const fixed = await zone.drop('fixed/jobs/a.csv', text);
    expect(countsOf(fixed)).toBe('read 4, inserted 4');
    expect(await statesOf(load)).toEqual(['2 open']);
  });

  it('that wait for a reference close by themselves when it comes, and their load says so', async () => {
    const load = await zone.drop('hired_employees.csv', hires.join('\n'));
    await zone.drop('departments.csv', 'id,name\n9,Legal\n');
    expect(await statesOf(load)).toEqual(['3 open', '4 open', '6 fixed', '7 open']);
    expect(await rowsOf(zone, 'hired_employees')).toContain('4,Zoë,2021-01-01 00:00:00,9,1');
    const result = JSON.parse((await zone.result(`loads/${load.id}.json`)) ?? '');
    expect(result.counts).toMatchObject({ read: 5, inserted: 2, rejected: 3 });
    expect(await readNotAdded(load)).toHaveLength(4);
  });

  it('that wait and have other faults stay, with the faults that are left', async () => {
    const load = await zone.drop(
      'hired_employees.csv',
      'id,name,datetime,department_id,job_id\n1,,2021-01-01,9,8\n',
    );
    await zone.drop('departments.csv', 'id,name\n9,Legal\n');
    expect(await zone.openRejects('hired_employees')).toEqual([
      { line: 2, codes: ['missing-value', 'unknown-reference'], columns: ['name', 'job_id'] },
    ]);
    await zone.drop('jobs.csv', 'id,title\n8,Cook\n');
    expect(await zone.openRejects('hired_employees')).toEqual([
      { line: 2, codes: ['missing-value'], columns: ['name'] },
    ]);
    expect((await readNotAdded(load))[1]).toContain('missing-value');
  });
});
