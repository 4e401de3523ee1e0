import { setTimeout as pause } from 'node:timers/promises';
import type { Ports } from '../../../functions/truncate-tables/src/ports.ts';
import { connectMysql } from '../../../shared/src/adapters/mysql/connect.ts';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import {
  type TruncateRequest,
  truncateTables,
} from '../../../shared/src/domain/truncate/truncate-tables.ts';
import { undoTruncate } from '../../../shared/src/domain/truncate/undo-truncate.ts';
import { openTruncateLane, type TruncateLane } from '../../support/truncate-lane.ts';

let lane: TruncateLane;
beforeEach(async () => {
  lane = await openTruncateLane();
});
afterEach(() => lane.drop());

const truncate = (given: Partial<TruncateRequest> = {}, ports = lane.ports) =>
  truncateTables(ports, {
    ...{ confirm: lane.database, isForced: false, about: { actor: 'tests' } },
    ...given,
  });

/** Why it is refused, once it is made sure that nothing has changed. */
async function refusal(given: Partial<TruncateRequest> = {}): Promise<string> {
  const before = await lane.readState();
  const error: unknown = await truncate(given).catch((e: unknown) => e);
  expect(await lane.readState()).toEqual(before);
  if (error instanceof AppError) return `${error.code}: ${error.message}`;
  throw new Error('It was not refused.', { cause: error });
}

describe('emptying tables', () => {
  it('wants a proven backup, and says how to get one', async () => {
    const missing = /^conflict: .*jobs is in no verified backup set\. .*POST \/backup-data/;
    expect(await refusal()).toMatch(missing);
    await lane.backUp();
    expect(await refusal()).toMatch(missing);
    const { set_id: setId } = await lane.prove();
    const { tables } = await truncate();
    expect(tables).toMatchObject([{ backup: { setId } }, { backup: { setId } }, { rows: 1 }]);
  });

  it('wants one of the rows as they are, also where their number is the same', async () => {
    const { set_id } = await lane.prove();
    await lane.query("UPDATE jobs SET job = 'Cook'");
    const said = await refusal();
    expect(said).toContain(
      `jobs has changed since the newest verified set that holds it (${set_id}): it has 1 rows now and had 1 then.`,
    );
    expect(said).not.toContain('departments has changed');
    await lane.query("UPDATE jobs SET job = 'Clerk'");
    await truncate();
  });

  it('takes a set of each table, and none that has lost the object', async () => {
    const { set_id: hires } = await lane.prove(['hired_employees']);
    const { set_id: jobs, tables } = await lane.prove(['jobs']);
    const done = await truncate({ tables: ['jobs', 'hired_employees'] });
    expect(done.tables.map(({ backup }) => backup?.setId)).toEqual([hires, jobs]);
    await undoTruncate(lane.ports, done.id, {});
    const [object] = tables;
    await lane.ports.store.remove(object?.object ?? '', object?.generation ?? '');
    expect(await refusal({ tables: ['jobs', 'hired_employees'] })).toContain('jobs is in no');
  });

  it('does not take a set that was damaged, as its proof or its manifest shows', async () => {
    const { set_id, tables } = await lane.prove();
    const [object] = tables;
    lane.damage(object?.object ?? '', (content) => content.subarray(0, -9));
    await lane.verify(set_id);
    expect(await refusal()).toContain('departments is in no verified backup set.');
    const { set_id: next } = await lane.prove();
    lane.damage(`${lane.database}/${next}/manifest.json`, (content) => content.subarray(9));
    expect(await refusal()).toContain('departments is in no verified backup set.');
  });

  it('does not take a set from before a column came', async () => {
    await lane.prove();
    await lane.query('ALTER TABLE jobs ADD note TEXT');
    expect(await refusal()).toContain('jobs has other columns or another key since');
  });

  it('is refused for a parent while rows of another table refer to it', async () => {
    await lane.prove();
    const said = await refusal({ tables: ['departments'] });
    expect(said).toMatch(
      /2 rows of hired_employees refer to departments\. Name hired_employees too/,
    );
    expect(await refusal({ tables: ['departments'], isForced: true })).toContain('2 rows of');
    await lane.query('UPDATE hired_employees SET department_id = NULL');
    await truncate({ tables: ['departments'] });
  });

  it('is refused where confirm is not the name of the database', async () => {
    await lane.prove();
    expect(await refusal({ confirm: 'yes' })).toContain(`which is ${lane.database}`);
    expect(await refusal({ confirm: lane.database.toUpperCase() })).toMatch(/^conflict/);
  });

  it('can be taken back by the set that it names', async () => {
    const before = await lane.readState();
    await lane.prove();
    const { tables } = await truncate();
    await lane.restore({ from: { setId: tables[0]?.backup?.setId ?? '', tables: 'all' } });
    expect((await lane.readState()).tables).toEqual(before.tables);
  });
});

/** Starts statements on connections of their own, and waits until each of them waits for its table. */
async function startWriters(statements: readonly string[]) {
  const { pool, close } = await connectMysql(lane.target, statements.length);
  const done = Promise.all(statements.map((sql) => pool.query(sql))).finally(close);
  const waiting = `SELECT COUNT(*) AS n FROM information_schema.processlist
    WHERE DB = DATABASE() AND INFO LIKE 'INSERT%' AND STATE LIKE 'Waiting for table%'`;
  while (Number((await lane.query(waiting))[0]?.n) < statements.length) await pause(5);
  return { done };
}

describe('emptying tables to which somebody writes', () => {
  it('is refused for what has been written since the rows were compared', async () => {
    await lane.prove();
    const { replacer } = lane.ports;
    const ports: Ports = {
      ...lane.ports,
      replacer: {
        ...replacer,
        empty: async (...given) => {
          await lane.query("UPDATE jobs SET job = 'Cook'");
          return replacer.empty(...given);
        },
      },
    };
    const { tables } = await lane.readState();
    await expect(truncate({}, ports)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('jobs has changed since the newest verified set'),
    });
    await lane.query("UPDATE jobs SET job = 'Clerk'");
    expect(await lane.readState()).toEqual({ left: [], tables });
    expect(await lane.restoring.replacer.list(1)).toMatchObject([{ state: 'failed' }]);
    await truncate();
  });

  it('lets those wait who come while it compares, and their rows be the first of the emptied tables', async () => {
    await lane.prove();
    const before = await lane.readState();
    const inserts = [
      "INSERT INTO departments (department) VALUES ('Late')",
      "INSERT INTO hired_employees (name) VALUES ('Late')",
      "INSERT INTO jobs (job) VALUES ('Late')",
    ];
    let opened = 0;
    let writers: { done: Promise<unknown> } | undefined;
    const ports: Ports = {
      ...lane.ports,
      openSnapshot: async (tables) => {
        if (++opened === 2) writers = await startWriters(inserts);
        return lane.ports.openSnapshot(tables);
      },
    };
    const { id, tables } = await truncate({}, ports);
    await writers?.done;
    expect(tables.map(({ rows }) => rows)).toEqual([2, 2, 1]);
    expect(await lane.counts()).toEqual({ departments: 1, hired_employees: 1, jobs: 1 });
    await undoTruncate(lane.ports, id, {});
    expect((await lane.readState()).tables).toEqual(before.tables);
  });
});

describe('taking a truncate back', () => {
  it('gives back what was there, and is refused twice and for what is none', async () => {
    const before = await lane.readState();
    await lane.prove();
    const { id } = await truncate();
    const undone = await undoTruncate(lane.ports, id, {});
    expect((await lane.readState()).tables).toEqual(before.tables);
    await expect(undoTruncate(lane.ports, id, {})).rejects.toThrow('undone already');
    await expect(undoTruncate(lane.ports, undone.id, {})).rejects.toThrow(
      /is no truncate, but an undo/,
    );
    await expect(undoTruncate(lane.ports, '99', {})).rejects.toThrow('no truncate with the id 99');
    const { id: restored } = await lane.restore();
    await expect(undoTruncate(lane.ports, restored ?? '', {})).rejects.toThrow('but a restore of');
  });
});

describe('a sample', () => {
  it('shows every kind of column as text that is cut off', async () => {
    await lane.query(
      "CREATE TABLE wide (id INT PRIMARY KEY, b VARBINARY(99), t TEXT, j JSON, d DATETIME(3), n DECIMAL(6,2), bits BIT(4), e ENUM('x'), v INT AS (id * 2), g POINT)",
    );
    await lane.query(
      "INSERT INTO wide (id, b, t, j, d, n, bits, e, g) VALUES (1, UNHEX(REPEAT('ff', 90)), REPEAT('🚀', 300), '[1]', '2021-01-02 03:04:05.678', 1.5, 5, 'x', POINT(1, 2)), (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
    );
    const snapshot = await lane.ports.openSnapshot(['wide']);
    await snapshot.close();
    const contract = snapshot.tables[0]?.contract;
    const rows = contract === undefined ? [] : await lane.ports.readSample(contract, 3);
    expect(rows).toMatchObject([
      {
        ...{ id: '1', b: `0x${'FF'.repeat(32)}`, t: '🚀'.repeat(100), j: '[1]', v: '2' },
        ...{ d: '2021-01-02 03:04:05.678', n: '1.50', bits: '5', e: 'x' },
        g: expect.stringMatching(/^0x[0-9A-F]+$/),
      },
      { id: '2', b: null, t: null, g: null },
    ]);
  });
});
