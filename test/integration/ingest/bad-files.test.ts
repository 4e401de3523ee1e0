import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type DropZone, openDropZone } from '../../support/drop-zone.ts';
import { faultsOf } from '../../support/zone-words.ts';

/** As much of a ZIP archive as anybody looks at: one entry's local header. */
function zipOf(name: string): Buffer {
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), Buffer.from('<xml/>')]);
}

describe('a file that is no CSV of a table', () => {
  let zone: DropZone;

  beforeAll(async () => {
    zone = await openDropZone();
  });

  afterAll(() => zone.close());

  const tables = 'The tables are departments, hired_employees, jobs.';
  const damaged = gzipSync(Buffer.from('1,Sales\n'.repeat(1000)));
  damaged[40] = (damaged[40] ?? 0) ^ 0xff;

  it.each<[string, string, Buffer | string, string, string]>([
    [
      'of an unknown table',
      'deparments.csv',
      '1,a\n',
      'unknown-table',
      `No table belongs to "deparments". Did you mean departments? ${tables}`,
    ],
    [
      'of the ledger',
      'cutover_load.csv',
      '1,a\n',
      'unknown-table',
      `No table belongs to "cutover_load". ${tables}`,
    ],
    [
      'that is empty',
      'jobs.csv',
      '',
      'invalid-object',
      'jobs.csv holds no records: it is empty or blank.',
    ],
    [
      'of nothing but blank lines',
      'jobs.csv',
      '\n\n ,\n,,,\n',
      'invalid-object',
      'jobs.csv holds no records: it is empty or blank.',
    ],
    [
      'of nothing but a byte order mark',
      'jobs.csv',
      '\ufeff',
      'invalid-object',
      'jobs.csv holds no records: it is empty or blank.',
    ],
    [
      'that is a workbook',
      'jobs.csv',
      zipOf('[Content_Types].xml'),
      'invalid-object',
      'jobs.csv is an Excel workbook (XLSX), not CSV text. Save the sheet as CSV (UTF-8).',
    ],
    [
      'that is an old workbook',
      'jobs.csv',
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      'invalid-object',
      'jobs.csv is an old Excel or Office file (XLS), not CSV text. Save the sheet as CSV (UTF-8).',
    ],
    [
      'that is a ZIP archive',
      'jobs.csv',
      zipOf('jobs.csv'),
      'invalid-object',
      'jobs.csv is a ZIP archive, not CSV text.',
    ],
    [
      'that is Avro',
      'jobs.csv',
      Buffer.from('Obj\x01abc'),
      'invalid-object',
      'jobs.csv is an Avro file, not CSV text.',
    ],
    [
      'that is a PDF',
      'jobs.csv',
      '%PDF-1.7\n',
      'invalid-object',
      'jobs.csv is a PDF, not CSV text.',
    ],
    [
      'that is Parquet',
      'jobs.csv',
      'PAR1abc',
      'invalid-object',
      'jobs.csv is a Parquet file, not CSV text.',
    ],
    [
      'that is binary',
      'jobs.csv',
      Buffer.from([1, 2, 3, 0, 4]),
      'invalid-object',
      'jobs.csv is binary data, or UTF-16 text without a byte order mark, not CSV text.',
    ],
    [
      'that is a packed workbook',
      'jobs.csv.gz',
      gzipSync(zipOf('xl/workbook.xml')),
      'invalid-object',
      'jobs.csv.gz is an Excel workbook (XLSX), not CSV text. Save the sheet as CSV (UTF-8).',
    ],
    [
      'whose gzip data is damaged',
      'departments.csv.gz',
      damaged,
      'invalid-object',
      'The gzip data of departments.csv.gz is damaged or cut off.',
    ],
    [
      'whose gzip data is cut off',
      'departments.csv.gz',
      gzipSync(randomBytes(500).toString('hex')).subarray(0, 200),
      'invalid-object',
      'The gzip data of departments.csv.gz is damaged or cut off.',
    ],
    [
      'with the name of no CSV',
      'jobs.txt',
      '1,a\n',
      'invalid-object',
      '"jobs.txt" is not loaded: a drop\'s name ends in .csv or .csv.gz.',
    ],
  ])('%s gets its sentence', async (...[, name, content, code, sentence]) => {
    const load = await zone.drop(name, content);
    expect([load.state, load.errorCode, load.error]).toEqual(['failed', code, sentence]);
    const result = JSON.parse((await zone.result(`loads/${load.id}.json`)) ?? '');
    expect(result).toMatchObject({ state: 'failed', error: { code, message: sentence } });
  });

  it.each([
    [
      'departments.csv',
      'idd,departmnt\n1,a\n',
      /^The first record is a header that fits no column: "idd" \(nearest: id\); "departmnt" \(nearest: department, .* The columns of departments are id, department\./,
    ],
    ['departments.csv', 'id,department,boss\n1,a,b\n', /"boss" is no column of the table/],
    [
      'hired_employees.csv',
      'id,name,datetime,job_id\n1,a,2021-01-01,1\n',
      /the column department_id is missing, and every record needs it/,
    ],
    [
      'departments.csv',
      'id,name,department\n1,a,b\n',
      /name, department are the same column, department/,
    ],
  ])('has a header that does not fit: %s %j', async (name, content, sentence) => {
    const load = await zone.drop(name, content);
    expect([load.state, load.errorCode]).toEqual(['failed', 'invalid-object']);
    expect(load.error).toMatch(sentence);
  });

  it('is refused where its encoding is not what its mark says, with the place', async () => {
    const text = Buffer.from('\ufeffid,department\n1,a\n', 'utf16le');
    const load = await zone.drop(
      'departments.csv',
      Buffer.concat([text, Buffer.from([0x00, 0xd8, 0x41, 0x00])]),
    );
    expect([load.state, load.error]).toEqual([
      'failed',
      expect.stringMatching(/not valid UTF-16LE near byte/),
    ]);
  });

  it('costs one reject for a line of 100 MB', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x');
    const text = Buffer.concat([
      Buffer.from('1,Sales\n2,'),
      ...Array(100).fill(piece),
      Buffer.from('\n3,Legal\n'),
    ]);
    const load = await zone.drop('departments.csv.gz', gzipSync(text, { level: 1 }));
    expect(load).toMatchObject({ state: 'done', counts: { read: 3, inserted: 2, rejected: 1 } });
    expect(await faultsOf(zone, load)).toEqual(['2 - too-long']);
  });

  it('tells the byte in the file where encoding goes wrong, and loads the rest', async () => {
    const good = 'id,department\n1,Sales\n';
    const load = await zone.drop(
      'departments.csv',
      Buffer.from(`${good}4,caf\xe9\n5,Ok\n`, 'latin1'),
    );
    expect(load.counts).toMatchObject({ read: 3, rejected: 1 });
    expect(await zone.notAdded(load)).toContain(
      `Byte ${good.length + 5} of the file is not valid UTF-8.`,
    );
  });
});
