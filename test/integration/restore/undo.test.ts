import { setTimeout as sleep } from 'node:timers/promises';
import { mysqlTableReplacer } from '../../../shared/src/adapters/mysql/restore/mysql-table-replacer.ts';
import { replacementOf } from './replacement-of.ts';
import { openRestoreZone, type RestoreZone } from './restore-zone.ts';

let zone: RestoreZone;
const about = { actor: 'tests', reason: 'to see' };

beforeEach(async () => {
  zone = await openRestoreZone();
  await zone.query("INSERT INTO departments VALUES (1, 'Sales'), (2, 'Legal')");
  await zone.query("INSERT INTO hired_employees VALUES (1, 'Ann', NULL, 1, NULL)");
});
afterEach(() => zone.drop());

const departments = async () =>
  (await zone.query('SELECT department FROM departments ORDER BY id')).map((row) => row.department);
const putDepartments = async (...names: string[]) => {
  const rows = names.map((name, at) => [String(at + 1), name]);
  const { id } = await zone.replacer.replace(
    [await replacementOf(zone.pool, 'departments', rows)],
    about,
  );
  return id;
};
const replacedRows = async () =>
  (await zone.replacer.list(9)).map(({ replacedRows }) => replacedRows).reverse();

describe('undo', () => {
  it('gives the replaced rows back, and can be undone itself', async () => {
    const before = [await zone.ddl('hired_employees'), await zone.ddl('departments')];
    const id = await putDepartments('Trade');
    const undo = await zone.replacer.undo(id, about);
    expect(undo.tables).toEqual([{ table: 'departments', rows: 2 }]);
    expect(await departments()).toEqual(['Sales', 'Legal']);
    expect([await zone.ddl('hired_employees'), await zone.ddl('departments')]).toEqual(before);
    expect(await replacedRows()).toEqual(['used', 'kept']);
    await zone.replacer.undo(undo.id, about);
    expect(await departments()).toEqual(['Trade']);
    expect(await zone.leftovers('undo')).toHaveLength(1);
  });

  it('is refused a second time, without an id that is known, and when the rows are gone', async () => {
    const id = await putDepartments('Trade');
    await zone.replacer.undo(id, about);
    await expect(zone.replacer.undo(id, about)).rejects.toThrow(/has been undone already/);
    await expect(zone.replacer.undo('99', about)).rejects.toThrow(/no replacement .* id 99/);
    await expect(zone.replacer.undo('1 OR 1', about)).rejects.toThrow(/no replacement/);
    await zone.query(`DROP TABLE ${(await zone.leftovers('undo'))[0]}`);
    await expect(zone.replacer.undo(String(Number(id) + 1), about)).rejects.toThrow(
      /somebody has dropped or renamed cutover_undo_/,
    );
  });

  it('is refused where rows that have come since would refer to nothing', async () => {
    const id = await putDepartments('Sales', 'Legal', 'Art');
    await zone.query("INSERT INTO hired_employees VALUES (2, 'Bob', NULL, 3, NULL)");
    await expect(zone.replacer.undo(id, about)).rejects.toThrow(
      /1 row of hired_employees refers to a id that departments would not have afterwards/,
    );
    expect(await departments()).toEqual(['Sales', 'Legal', 'Art']);
    expect(await replacedRows()).toEqual(['kept', 'none']);
  });

  it('takes a table away that was not there before, unless others refer to it by now', async () => {
    const copy = await replacementOf(zone.pool, 'branches', [['1', 'East']], {
      likeTable: 'departments',
      structure: { like: 'departments' },
    });
    const { id } = await zone.replacer.replace([copy], about);
    await zone.query(
      'CREATE TABLE desks (branch INT, CONSTRAINT desks_branch FOREIGN KEY (branch) REFERENCES branches (id))',
    );
    await expect(zone.replacer.undo(id, about)).rejects.toThrow(
      /Foreign key desks_branch of desks refers to branches, which would not be there any more/,
    );
    await zone.query('DROP TABLE desks');
    const undo = await zone.replacer.undo(id, about);
    await expect(zone.query('SELECT * FROM branches')).rejects.toThrow(/doesn't exist/);
    await zone.replacer.undo(undo.id, about);
    expect(await zone.query('SELECT * FROM branches')).toEqual([{ id: 1, department: 'East' }]);
  });

  it('is possible for the newest replacements only, and the rows of the others are dropped', async () => {
    const id = await putDepartments('First');
    for (const name of ['Second', 'Third', 'Fourth']) await putDepartments(name);
    await zone.replacer.recover();
    expect(await zone.leftovers('undo')).toHaveLength(3);
    await expect(zone.replacer.undo(id, about)).rejects.toThrow(/not kept any longer/);
    await mysqlTableReplacer(zone.pool, { count: 3, days: -1 }).recover();
    expect(await zone.leftovers('undo')).toEqual([]);
  });
});

describe('emptying tables', () => {
  it('leaves no row, begins the numbers anew, stays in the journal and can be undone', async () => {
    const before = [await zone.ddl('hired_employees'), await zone.ddl('departments')];
    const { id } = await zone.replacer.empty(['departments', 'hired_employees'], about);
    expect(await departments()).toEqual([]);
    await zone.query("INSERT INTO departments (department) VALUES ('Art')");
    expect(await zone.query('SELECT id FROM departments')).toEqual([{ id: 1 }]);
    const [record] = await zone.replacer.list(1);
    expect(record).toMatchObject({
      ...{ id, kind: 'truncate', state: 'done', about, replacedRows: 'kept' },
      tables: ['departments', 'hired_employees'],
    });
    await zone.replacer.undo(id, about);
    expect(await departments()).toEqual(['Sales', 'Legal']);
    expect([await zone.ddl('hired_employees'), await zone.ddl('departments')]).toEqual(before);
  });

  it('is refused for a parent alone while rows of others refer to it', async () => {
    await expect(zone.replacer.empty(['departments'], about)).rejects.toThrow(
      /1 row of hired_employees refers .* Do the same to hired_employees in one call/,
    );
    expect(await departments()).toEqual(['Sales', 'Legal']);
    await zone.replacer.empty(['jobs'], about);
  });

  it('is refused for a table that is not there', async () => {
    await expect(zone.replacer.empty(['nothing'], about)).rejects.toThrow(
      /There is no table nothing/,
    );
  });
});

describe('a rehearsal', () => {
  it('does all but the replacing', async () => {
    const rows = await replacementOf(zone.pool, 'departments', [['1', 'Trade']]);
    expect(await zone.replacer.rehearse([rows], about)).toEqual([
      { table: 'departments', rows: 1 },
    ]);
    const orphaning = await replacementOf(zone.pool, 'departments', []);
    await expect(zone.replacer.rehearse([orphaning], about)).rejects.toThrow(
      /1 row of hired_employees/,
    );
    expect(await departments()).toEqual(['Sales', 'Legal']);
    expect([...(await zone.leftovers('scratch')), ...(await zone.leftovers('undo'))]).toEqual([]);
    expect(await replacedRows()).toEqual(['none', 'none']);
  });
});

describe('a transaction that is open', () => {
  it('is waited for, and keeps what it has written', async () => {
    const connection = await zone.pool.getConnection();
    await connection.beginTransaction();
    await connection.query("INSERT INTO hired_employees VALUES (2, 'Bob', NULL, 2, NULL)");
    const replacing = putDepartments('Trade');
    const refused = expect(replacing).rejects.toThrow(/1 row of hired_employees refers .* "2"/);
    await sleep(300);
    await connection.commit();
    connection.release();
    await refused;
    expect(await departments()).toEqual(['Sales', 'Legal']);
    await putDepartments('Trade', 'Law');
  });
});

describe('two at once', () => {
  it('do not mix: one waits for the other, or is told that it is busy', async () => {
    const outcomes = await Promise.allSettled([putDepartments('A'), putDepartments('B')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await zone.leftovers('scratch')).toEqual([]);
    expect(['A', 'B']).toContain((await departments())[0]);
  });
});
