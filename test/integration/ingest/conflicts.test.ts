import { type DropZone, openDropZone } from '../../support/drop-zone.ts';
import { countsOf, faultsOf, rejectsOf, rowsOf } from '../../support/zone-words.ts';

describe('a record whose key is known', () => {
  let zone: DropZone;

  beforeAll(async () => {
    zone = await openDropZone(3);
  });

  afterAll(() => zone.close());

  let made = 0;
  let table = '';

  /** Makes a table of its own that holds these rows. */
  async function make(columns: string, ...rows: string[]) {
    table = `things_${++made}`;
    await zone.query(`CREATE TABLE ${table} (${columns})`);
    for (const row of rows) await zone.query(`INSERT INTO ${table} VALUES (${row})`);
  }

  async function drop(lines: readonly string[], metadata: Record<string, string> = {}) {
    const load = await zone.drop(`${table}.csv`, lines.join('\n'), metadata);
    return {
      counts: countsOf(load),
      faults: await faultsOf(zone, load),
      rows: await rowsOf(zone, table),
    };
  }

  const idAndName = 'id INT PRIMARY KEY, name VARCHAR(20), size INT';
  const stored = ["1, 'one', 10", "2, 'two', 20"];
  const lines = [
    '1,one,10',
    '2,zwei,22',
    '3,three,30',
    '3,three,30',
    '3,drei,33',
    '4,four,40',
    '2,two,20',
  ];

  it('is refused by the rule reject, unless it is the same', async () => {
    await make(idAndName, ...stored);
    expect(await drop(lines)).toEqual({
      counts: 'read 7, inserted 2, unchanged 3, rejected 2',
      faults: ['2 id duplicate-key', '5 id duplicate-key'],
      rows: ['1,one,10', '2,two,20', '3,three,30', '4,four,40'],
    });
  });

  it('is left as it is by the rule skip', async () => {
    await make(idAndName, ...stored);
    expect(await drop(lines, { conflict: 'skip' })).toEqual({
      counts: 'read 7, inserted 2, unchanged 5',
      faults: [],
      rows: ['1,one,10', '2,two,20', '3,three,30', '4,four,40'],
    });
  });

  it('is given its new values by the rule update, the last ones in the file at the end', async () => {
    await make(idAndName, ...stored);
    expect(await drop(lines, { conflict: 'update' })).toEqual({
      counts: 'read 7, inserted 2, updated 3, unchanged 2',
      faults: [],
      rows: ['1,one,10', '2,two,20', '3,drei,33', '4,four,40'],
    });
  });

  it('keeps the columns that the file does not bring', async () => {
    await make(idAndName, ...stored);
    const { rows, counts } = await drop(['id,name', '1,eins', '2,two'], { conflict: 'update' });
    expect([rows, counts]).toEqual([['1,eins,10', '2,two,20'], 'read 2, updated 1, unchanged 1']);
  });

  it('is refused where another key of it belongs to another row', async () => {
    for (const conflict of ['reject', 'skip', 'update']) {
      await make('id INT PRIMARY KEY, name VARCHAR(20) UNIQUE', "1, 'one'", "2, 'two'");
      const { rows, faults } = await drop(['1,two', '3,one', '4,four'], { conflict });
      expect(rows).toEqual(['1,one', '2,two', '4,four']);
      const isOwn = conflict === 'skip' ? [] : [expect.stringContaining('1 ')];
      expect(faults).toEqual([...isOwn, expect.stringMatching(/^2 .*duplicate-key/)]);
    }
  });

  const textKey = 'code VARCHAR(20) PRIMARY KEY, size INT';

  it.each([
    [
      'reject',
      'read 4, inserted 1, unchanged 1, rejected 2',
      ['ABC,1', 'new,3'],
      ['2 code duplicate-key', '4 code duplicate-key'],
    ],
    ['skip', 'read 4, inserted 1, unchanged 3', ['ABC,1', 'new,3'], []],
  ])(
    'is known in any letter case where the database takes it so: %s',
    async (...[conflict, counts, rows, faults]) => {
      await make(textKey, "'ABC', 1");
      const result = await drop(['ABC,1', 'abc,2', 'new,3', 'NEW,4'], { conflict });
      expect(result).toEqual({ counts, rows, faults });
    },
  );

  it('is updated in any letter case where the database takes it so', async () => {
    await make(textKey, "'ABC', 1");
    const { rows, faults } = await drop(['abc,2', 'new,3', 'NEW,4'], { conflict: 'update' });
    expect([rows.map((row) => row.toLowerCase()), faults]).toEqual([['abc,2', 'new,4'], []]);
  });

  it('of several columns is known by all of them', async () => {
    await make('a INT, b VARCHAR(5), c INT, PRIMARY KEY (a, b)', "1, 'x', 1");
    expect(await drop(['1,x,2', '1,y,1', '2,x,1', '1,x,1', '1,y,2'])).toEqual({
      counts: 'read 5, inserted 2, unchanged 1, rejected 2',
      faults: ['1 a, b duplicate-key', '5 a, b duplicate-key'],
      rows: ['1,x,1', '1,y,1', '2,x,1'],
    });
  });

  it('has only a unique key: it is known by that', async () => {
    await make('code INT UNIQUE, name VARCHAR(9)', "1, 'one'", "NULL, 'none'");
    expect(await drop(['1,eins', '2,two', ',none', ',none'], { conflict: 'update' })).toEqual({
      counts: 'read 4, inserted 3, updated 1',
      faults: [],
      rows: ['~,none', '~,none', '~,none', '1,eins', '2,two'],
    });
  });

  it('gets the next number where the file leaves an auto-increment key out or empty', async () => {
    await make('id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(9)', "5, 'five'");
    expect((await drop(['name', 'six', 'seven'])).rows).toEqual(['5,five', '6,six', '7,seven']);
    const again = await drop(['id,name', ',more', '5,fünf']);
    expect(again.faults).toEqual(['3 id duplicate-key']);
    expect(again.rows.map((row) => row.split(',')[1])).toEqual(['five', 'six', 'seven', 'more']);
  });

  it('is new each time in a table without a key', async () => {
    await make('a INT, b INT', '1, 1');
    const { rows, counts } = await drop(['1,1', '1,1', '2,2']);
    expect([rows, counts]).toEqual([['1,1', '1,1', '1,1', '2,2'], 'read 3, inserted 3']);
  });

  it('stands beside other faults of the record', async () => {
    await make(idAndName, ...stored);
    expect((await drop(['1,other,x'])).faults).toEqual(['1 size type-error', '1 id duplicate-key']);
  });

  it('is judged by what stands in the table, where the earlier record with it was refused', async () => {
    await make(`${idAndName}, CHECK (size < 50)`);
    expect(await drop(['1,bad,99', '1,good,10', '1,good,10'])).toEqual({
      counts: 'read 3, inserted 1, unchanged 1, rejected 1',
      faults: ['1 - refused-by-database'],
      rows: ['1,good,10'],
    });
  });

  it('is not updated where rows of other tables refer to its old value', async () => {
    await make('id INT PRIMARY KEY, code INT UNIQUE', '1, 10', '2, 20');
    await zone.query(
      `CREATE TABLE parts_${made} (code INT, FOREIGN KEY (code) REFERENCES ${table} (code))`,
    );
    await zone.query(`INSERT INTO parts_${made} VALUES (10)`);
    const { rows, faults } = await drop(['1,11', '2,22', '3,33'], { conflict: 'update' });
    expect(rows).toEqual(['1,10', '2,22', '3,33']);
    expect(faults).toEqual(['1 - refused-by-database']);
  });

  it.each(['reject', 'skip', 'update'])(
    'comes in many chunks, at both keys of the table, by the rule %s',
    async (conflict) => {
      for (const key of [
        'id INT PRIMARY KEY, code INT UNIQUE',
        'code VARCHAR(9) PRIMARY KEY, size INT',
        'id INT PRIMARY KEY, code INT',
      ]) {
        await make(key);
        const load = await zone.drop(
          `${table}.csv`,
          Array.from({ length: 60 }, (_, at) => `${(at * 7) % 20},${at % 11}`).join('\n'),
          { conflict },
        );
        expect(load.state).toBe('done');
        expect(await rowsOf(zone, table)).toHaveLength(load.counts.inserted);
      }
    },
  );

  it('is explained with the key', async () => {
    await make(idAndName, ...stored);
    const load = await zone.drop(`${table}.csv`, '1,other,1');
    expect((await rejectsOf(zone, load))[0]?.faults[0]?.message).toBe(
      'Another row with id 1 is there already, with other values.',
    );
  });
});
