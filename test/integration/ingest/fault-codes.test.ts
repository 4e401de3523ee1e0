import { type DropZone, openDropZone } from '../../support/drop-zone.ts';
import { rejectsOf } from '../../support/zone-words.ts';

const header = 'id,name,at,kind,size,parent';

describe('what is wrong with a record', () => {
  let zone: DropZone;

  beforeAll(async () => {
    zone = await openDropZone(3);
    await zone.query('CREATE TABLE parents (id INT PRIMARY KEY)');
    await zone.query('INSERT INTO parents VALUES (1)');
    await zone.query(
      `CREATE TABLE things (
         id INT PRIMARY KEY, name VARCHAR(5) NOT NULL, at DATETIME NOT NULL,
         kind ENUM('a', 'b') NOT NULL, size TINYINT UNSIGNED NOT NULL,
         parent INT, FOREIGN KEY (parent) REFERENCES parents (id))`,
    );
  });

  afterAll(() => zone.close());

  /** What is told of the only record; its line is 2, behind the header. */
  async function explain(record: string | Buffer) {
    await zone.query('DELETE FROM things');
    await zone.query("INSERT INTO things VALUES (9, 'old', '2021-01-01', 'a', 1, 1)");
    const content = Buffer.concat([
      Buffer.from(`${header}\n`),
      Buffer.from(record),
      Buffer.from('\n'),
    ]);
    const load = await zone.drop('things.csv', content);
    expect(load).toMatchObject({ state: 'done', counts: { read: 1, rejected: 1 } });
    const [reject] = await rejectsOf(zone, load);
    expect(reject?.line).toBe(2);
    return reject?.faults.map(({ column, code, message }) => `${code} ${column}: ${message}`);
  }

  it.each([
    ['1,,2021-01-01,a,1,1', 'missing-value name: The cell is empty, and the column needs a value.'],
    ['x,ok,2021-01-01,a,1,1', 'type-error id: "x" is not a whole number.'],
    ['1,ok,2021-01-01,a,256,1', 'out-of-range size: "256" is not between 0 and 255.'],
    ['1,toolong,2021-01-01,a,1,1', 'too-long name: "toolong" is longer than 5 characters.'],
    ['1,ok,2021-01-01,c,1,1', 'not-in-list kind: "c" is not one of: a, b.'],
    ['1,ok,2021-02-30,a,1,1', 'bad-date at: "2021-02-30" is not a day of the calendar.'],
    ['1,ok,2021-01-01,a,1,7', 'unknown-reference parent: parents has no row with id 7.'],
    [
      '9,new,2021-01-01,a,1,1',
      'duplicate-key id: Another row with id 9 is there already, with other values.',
    ],
    [
      '1,ok,2021-01-01,a,1',
      'missing-cell null: The record has 5 cells, and the file has 6 columns.',
    ],
    [
      '1,ok,2021-01-01,a,1,1,x',
      'extra-cell null: The record has 7 cells, and the file has 6 columns.',
    ],
    [
      '1,"ok,2021-01-01,a,1,1',
      'unterminated-quote null: A quoted cell does not end where it should. Close the quote, and double every quote inside a quoted cell.',
    ],
  ])('%s', async (record, sentence) => {
    expect(await explain(record)).toEqual([sentence]);
  });

  it('bytes that are no UTF-8, with the offset of the first in the file', async () => {
    const record = Buffer.from('1,caf\xe9,2021-01-01,a,1,1', 'latin1');
    expect(await explain(record)).toEqual([
      `bad-encoding name: Byte ${header.length + 1 + 5} of the file is not valid UTF-8. Save the file as UTF-8, or drop it with the metadata encoding=windows-1252.`,
    ]);
  });

  it('is told all at once', async () => {
    const told = await explain('9,toolong,never,c,256,7,x');
    expect(told?.map((sentence) => sentence.split(':')[0])).toEqual([
      'extra-cell null',
      'too-long name',
      'bad-date at',
      'not-in-list kind',
      'out-of-range size',
      'unknown-reference parent',
      'duplicate-key id',
    ]);
  });

  it('keeps its line where quoted line ends and blank lines come before, over chunks', async () => {
    await zone.query('DELETE FROM things');
    const good = (id: number) => `${id},"a\nb",2021-01-01,a,1,1`;
    const lines = [
      header,
      good(1),
      '',
      good(2),
      'x,,,,,',
      good(3),
      ',,,,,',
      good(4),
      'y,ok,2021-01-01,a,1,1',
    ];
    const load = await zone.drop('things.csv', lines.join('\n'));
    expect(load.counts).toMatchObject({ read: 8, inserted: 4, rejected: 2, blank: 2 });
    expect((await rejectsOf(zone, load)).map(({ line }) => line)).toEqual([7, 13]);
  });
});
