import { type DropZone, openDropZone } from '../../support/drop-zone.ts';
import { countsOf, faultsOf, rejectsOf, rowsOf } from '../../support/zone-words.ts';

describe('a table that somebody made by hand', () => {
  let zone: DropZone;

  beforeAll(async () => {
    zone = await openDropZone(4);
  });

  afterAll(() => zone.close());

  it('takes a drop at once, with its own rules', async () => {
    await zone.drop('jobs.csv', '1,Nurse\n');
    await zone.query(
      'CREATE TABLE offices (code CHAR(3) PRIMARY KEY, city VARCHAR(9) NOT NULL, opened DATE)',
    );
    const load = await zone.drop(
      'offices_2024.csv',
      'code,city,opened\nLIM,Lima,2020-02-29\nUIO,,2020-01-01\nBOG,Bogotá,\n',
    );
    expect([countsOf(load), await faultsOf(zone, load)]).toEqual([
      'read 3, inserted 2, rejected 1',
      ['3 city missing-value'],
    ]);
    expect(await rowsOf(zone, 'offices')).toEqual(['BOG,Bogotá,~', 'LIM,Lima,2020-02-29']);
  });

  it('that refers to itself takes its records in any order', async () => {
    await zone.query(
      'CREATE TABLE people (id INT PRIMARY KEY, boss INT, FOREIGN KEY (boss) REFERENCES people (id))',
    );
    const load = await zone.drop('people.csv', 'id,boss\n3,2\n2,1\n9,8\n7,6\n6,5\n1,\n5,1\n4,4\n');
    expect(countsOf(load)).toBe('read 8, inserted 7, rejected 1');
    expect(await zone.openRejects('people')).toEqual([
      { line: 4, codes: ['unknown-reference'], columns: ['boss'] },
    ]);
    expect(await rowsOf(zone, 'people')).toEqual(['1,~', '2,1', '3,2', '4,4', '5,1', '6,5', '7,6']);
    await zone.drop('people_more.csv', 'id,boss\n8,7\n');
    expect(await zone.openRejects('people')).toEqual([]);
    expect(await rowsOf(zone, 'people')).toHaveLength(9);
  });

  it('with a CHECK has the last word on each record', async () => {
    await zone.query(
      'CREATE TABLE prices (id INT PRIMARY KEY, price DECIMAL(6,2), CONSTRAINT positive CHECK (price > 0))',
    );
    const lines = Array.from({ length: 30 }, (_, at) => `${at},${at % 7 === 3 ? '-1' : '1.50'}`);
    const load = await zone.drop('prices.csv', lines.join('\n'));
    expect(countsOf(load)).toBe('read 30, inserted 26, rejected 4');
    const rejects = await rejectsOf(zone, load);
    expect(rejects.map(({ line }) => line)).toEqual([4, 11, 18, 25]);
    expect(rejects[0]?.faults[0]).toMatchObject({
      code: 'refused-by-database',
      message: expect.stringContaining('positive'),
    });
  });

  it('with triggers keeps what they do, and what they refuse', async () => {
    await zone.query('CREATE TABLE orders (id INT PRIMARY KEY, item VARCHAR(9), stamp VARCHAR(9))');
    await zone.query('CREATE TABLE orders_log (id INT)');
    await zone.query(
      `CREATE TRIGGER orders_in BEFORE INSERT ON orders FOR EACH ROW BEGIN
         IF NEW.item = 'bad' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'we do not sell that'; END IF;
         SET NEW.stamp = UPPER(NEW.item); INSERT INTO orders_log VALUES (NEW.id);
       END`,
    );
    const load = await zone.drop('orders.csv', 'id,item\n1,pen\n2,bad\n3,ink\n4,cup\n5,jar\n');
    expect(countsOf(load)).toBe('read 5, inserted 4, rejected 1');
    expect((await rejectsOf(zone, load))[0]?.faults[0]?.message).toContain('we do not sell that');
    expect(await rowsOf(zone, 'orders')).toEqual([
      '1,pen,PEN',
      '3,ink,INK',
      '4,cup,CUP',
      '5,jar,JAR',
    ]);
    expect(await zone.query('SELECT id FROM orders_log ORDER BY id')).toEqual(
      [1, 3, 4, 5].map((id) => ({ id })),
    );
  });

  it('with generated columns takes files with and without them', async () => {
    await zone.query(
      'CREATE TABLE boxes (id INT PRIMARY KEY, a INT, area INT AS (a * a) STORED, twice INT AS (a * 2))',
    );
    await zone.drop('boxes.csv', '1,3\n2,4\n');
    await zone.drop('boxes_2.csv', 'id,a,area,twice\n3,5,25,10\n');
    expect(await rowsOf(zone, 'boxes')).toEqual(['1,3,9,6', '2,4,16,8', '3,5,25,10']);
  });

  it('with odd names is loaded like any other', async () => {
    await zone.query(
      'CREATE TABLE `order` (`group` INT PRIMARY KEY, `a b``c` VARCHAR(9), `año` INT)',
    );
    const load = await zone.drop('order.csv', 'group,a b`c,año\n1,x,2\n');
    expect(load.error).toBeNull();
    expect(await rowsOf(zone, '`order`')).toEqual(['1,x,2']);
  });

  it('that is altered between two drops is checked as it is then', async () => {
    await zone.query('CREATE TABLE notes (id INT PRIMARY KEY, text VARCHAR(3))');
    const first = await zone.drop('notes.csv', 'id,text\n1,long text\n');
    expect(await faultsOf(zone, first)).toEqual(['2 text too-long']);
    await zone.query('ALTER TABLE notes MODIFY text VARCHAR(30), ADD extra INT');
    // A change of a table is seen within seconds; a process that starts then sees it at once.
    const { mysqlTableCatalogue } = await import(
      '../../../shared/src/adapters/mysql/table-catalogue.ts'
    );
    const tables = mysqlTableCatalogue(zone.database.pool);
    const again = await zone.load(await zone.put('notes.csv', 'id,text,extra\n1,long text,5\n'), {
      tables,
    });
    expect(again.counts.inserted).toBe(1);
    expect(await rowsOf(zone, 'notes')).toEqual(['1,long text,5']);
  });
});
