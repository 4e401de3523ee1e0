import { gzipSync } from 'node:zlib';
import { type DropZone, openDropZone } from '../../support/drop-zone.ts';
import { faultsOf, rowsOf } from '../../support/zone-words.ts';

const hires = ['1,Ann,2021-03-04 00:00:00,1,1', '2,Bo,2021-05-06 07:08:09,1,1'];

describe('a file', () => {
  let zone: DropZone;

  beforeAll(async () => {
    zone = await openDropZone();
  });

  afterAll(() => zone.close());

  beforeEach(async () => {
    for (const table of ['hired_employees', 'departments', 'jobs'])
      await zone.query(`DELETE FROM ${table}`);
    await zone.query("INSERT INTO departments VALUES (1, 'Sales')");
    await zone.query("INSERT INTO jobs VALUES (1, 'Nurse')");
  });

  async function load(name: string, content: string | Buffer, metadata?: Record<string, string>) {
    const done = await zone.drop(name, content, metadata);
    expect([done.state, done.error, await faultsOf(zone, done)]).toEqual(['done', null, []]);
    return done;
  }

  it.each([
    ['departments.csv', 'id,name\n7,Legal\n', 'departments', ['1,Sales', '7,Legal']],
    [
      'departments.csv',
      'Department Name,DEPT_ID\nLegal,7\n',
      'departments',
      ['1,Sales', '7,Legal'],
    ],
    ['jobs.csv', 'id,title\n7,Clerk\n', 'jobs', ['1,Nurse', '7,Clerk']],
    [
      'departments.csv',
      '7,Legal\n8,"Audit, EMEA"',
      'departments',
      ['1,Sales', '7,Legal', '8,Audit, EMEA'],
    ],
  ])('of another system is loaded unchanged: %s %j', async (name, content, table, rows) => {
    await load(name, content);
    expect(await rowsOf(zone, table)).toEqual(rows);
  });

  it.each([
    [
      'with the names of another system and bare dates',
      'id,name,department_id,job_id,hire_date\n1,Ann,1,1,2021-03-04\n2,Bo,1,1,2021-05-06T07:08:09Z\n',
    ],
    ['without a header', '1,Ann,2021-03-04T00:00:00Z,1,1\n2,Bo,2021-05-06T07:08:09Z,1,1\n'],
    [
      'with its columns in another order',
      'job_id,name,id,datetime,department_id\n1,Ann,1,2021-03-04,1\n1,Bo,2,2021-05-06 07:08:09,1\n',
    ],
    [
      'with a byte order mark and CRLF',
      '\ufeffid,name,datetime,department_id,job_id\r\n1,Ann,2021-03-04,1,1\r\n2,Bo,2021-05-06 07:08:09,1,1\r\n',
    ],
    [
      'with a byte order mark and no header',
      '\ufeff1,Ann,2021-03-04,1,1\n2,Bo,2021-05-06 07:08:09,1,1\n',
    ],
    [
      'with semicolons',
      'id;name;datetime;department_id;job_id\n1;Ann;2021-03-04;1;1\n2;Bo;2021-05-06 07:08:09;1;1\n',
    ],
    [
      'with tabs',
      'id\tname\tdatetime\tdepartment_id\tjob_id\n1\tAnn\t2021-03-04\t1\t1\n2\tBo\t2021-05-06 07:08:09\t1\t1\n',
    ],
    ['with pipes', '1|Ann|2021-03-04|1|1\n2|Bo|2021-05-06 07:08:09|1|1\n'],
    [
      'with a space behind each comma',
      'id, name, datetime, department_id, job_id\n1, Ann, 2021-03-04, 1, 1\n2, "Bo", 2021-05-06 07:08:09, 1, 1\n',
    ],
    [
      'with quotes everywhere',
      '"id","name","datetime","department_id","job_id"\n"1","Ann","2021-03-04","1","1"\n"2","Bo","2021-05-06 07:08:09","1","1"\n',
    ],
    [
      'with carriage returns alone',
      'id,name,datetime,department_id,job_id\r1,Ann,2021-03-04,1,1\r2,Bo,2021-05-06 07:08:09,1,1',
    ],
    [
      'with cells that a spreadsheet adds',
      'id,name,datetime,department_id,job_id,,\n1,Ann,2021-03-04,1,1,,\n2,Bo,2021-05-06 07:08:09,1,1,,\n',
    ],
  ])('%s is loaded', async (_how, content) => {
    await load('hired_employees.csv', content);
    expect(await rowsOf(zone, 'hired_employees')).toEqual(hires);
  });

  it('of employees with first and last names is loaded with both in the name', async () => {
    const content =
      'emp_id,first_name,last_name,dept_id,position_id,start_date\n1,Ann,Lee,1,1,2021-03-04\n2,Bo, ,1,1,2021-03-04\n';
    await load('employees.csv', content);
    expect(await rowsOf(zone, 'hired_employees')).toEqual([
      '1,Ann Lee,2021-03-04 00:00:00,1,1',
      '2,Bo,2021-03-04 00:00:00,1,1',
    ]);
  });

  it.each([
    ['gzip', gzipSync('7,Légal\n')],
    ['gzip over UTF-16', gzipSync(Buffer.from('\ufeff7,Légal\n', 'utf16le'))],
    ['UTF-16, little end first', Buffer.from('\ufeffid,name\r\n7,Légal\r\n', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\ufeffid,name\r\n7,Légal\r\n', 'utf16le').swap16()],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffid,name\n7,Légal\n')],
  ])('in %s is read', async (_encoding, content) => {
    await load('departments.csv.gz', content);
    expect(await rowsOf(zone, 'departments')).toContain('7,Légal');
  });

  it('in Windows-1252 is read where its metadata says so', async () => {
    const content = Buffer.from([...Buffer.from('7,'), 0x80, 0x20, 0xe9, 0x0a]);
    await load('departments.csv', content, { encoding: 'windows-1252' });
    expect(await rowsOf(zone, 'departments')).toContain('7,€ é');
  });

  it('counts lines of nothing but delimiters and white space as blank', async () => {
    const { counts } = await load('departments.csv', 'id;name\n;\n7;Legal\n \n;;;\n\n8;Audit\n');
    expect(counts).toMatchObject({ read: 6, inserted: 2, blank: 4, rejected: 0 });
  });

  it('with a header that looks like data, or data that look like a header, is read as its metadata say', async () => {
    const absent = await load('departments.csv', '7,department\n', { header: 'absent' });
    expect(absent.counts.inserted).toBe(1);
    const present = await load('departments.csv', 'id,department\n8,Audit\n', {
      header: 'present',
    });
    expect(present.counts).toMatchObject({ read: 1, inserted: 1 });
  });

  it('whose delimiter can only be said is read with it', async () => {
    await load('departments.csv', 'id|department\n7|a,b;c\n', { delimiter: 'pipe' });
    expect(await rowsOf(zone, 'departments')).toContain('7,a,b;c');
  });
});
