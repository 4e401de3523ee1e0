import { publishStale } from '../../shared/src/domain/ingest/conclude-load.ts';
import type { Load } from '../../shared/src/domain/ingest/load.ts';
import { beginWithParents, faultyHiresFile as hires } from '../support/faulty-hires-file.ts';
import { type CallJson, jsonCaller } from '../support/json-caller.ts';
import { openRowsZone, type RowsZone } from '../support/rows-zone.ts';
import { waitingRecords } from '../support/waiting-records.ts';
import { rejectsOf, rowsOf } from '../support/zone-words.ts';

const unknownId = '01M7WZZ5DC4WZFKVDQ3DZZR0K6';

interface Shown {
  readonly items: readonly { readonly load_id: string }[];
}

/** Of what is answered, that which tests ask for by name. */
interface Settled {
  readonly counts: Readonly<Record<string, number>>;
  readonly discarded: number;
  readonly results: readonly {
    readonly result: string;
    readonly state: string;
    readonly errors?: readonly object[];
    readonly superseded_by: string | null;
    readonly closed_by_load: string | null;
    readonly discard_reason: string | null;
  }[];
  readonly errors?: readonly { readonly at?: string }[];
}

/** Records that add up, and no row without a load that brought it. */
const unbalanced = `SELECT id FROM cutover_load
  WHERE records_read <> inserted + updated + unchanged + rejected + blank + withheld`;

describe('the rejects of ingest-rows', () => {
  let zone: RowsZone;
  let call: CallJson;
  const get = async (path: string) => {
    const { status, body } = await call('GET', path);
    return { status, body: body as Shown };
  };

  beforeAll(async () => {
    zone = await openRowsZone();
    call = jsonCaller(zone.url);
  });

  afterAll(() => zone.close());

  beforeEach(() => beginWithParents(zone));

  /** Everything that a request could have changed. */
  async function dump() {
    const tables = ['hired_employees', 'departments', 'jobs', 'cutover_load', 'cutover_reject'];
    return Promise.all(tables.map((table) => zone.query(`SELECT * FROM ${table} ORDER BY id`)));
  }

  /** How many open rejects were to be recorded for the entity, again and again. */
  async function openCounts(entity: number): Promise<number[]> {
    const records = (await waitingRecords(zone.database.pool)).map(({ record }) =>
      JSON.parse(record),
    );
    return records
      .filter(({ kind, entity_id }) => kind === 'rejects' && entity_id === entity)
      .map(({ count }) => count);
  }

  /** What came of the repair of a load's rejects, by a load of this kind. */
  async function describeRepair(load: Load, object: string) {
    const counts =
      'id, table_name, entity_id, state, records_read, inserted, updated, unchanged, rejected';
    const [repair] = await zone.query<{ id: string }>(
      `SELECT ${counts} FROM cutover_load WHERE object LIKE ?`,
      [object],
    );
    const { id = '', ...counted } = repair ?? {};
    const left = await rejectsOf(zone, { ...load, id });
    return {
      rows: await rowsOf(zone, 'hired_employees'),
      counted,
      states: (await rejectsOf(zone, load)).map(({ line, state }) => `${line} ${state}`),
      left: left.map(({ state, faults }) => ({ state, faults })),
      notAdded: (await zone.notAdded(load))?.split('\r\n').length,
      openCounts: await openCounts(17),
    };
  }

  describe('POST /loads/{id}/rejects', () => {
    const whole = { id: 2, name: 'Cy', hire_date: '2021-01-01', department_id: 1, job_id: 1 };
    const settle = async (id: string, body: object) => {
      const answer = await call('POST', `/loads/${id}/rejects`, body);
      return { status: answer.status, body: answer.body as Settled };
    };
    const hiredRows = () => rowsOf(zone, 'hired_employees');

    /** Loads the hires, and gives the load with its rejects' ids by line. */
    async function dropHires(metadata: Record<string, string> = {}) {
      const load = await zone.drop('hired_employees.csv', hires, metadata);
      const rejects = await rejectsOf(zone, load);
      const ids = new Map(rejects.map(({ id, line }) => [line, id]));
      return { load, idAt: (line: number) => ids.get(line) ?? '' };
    }

    const statesOf = async (load: Load) =>
      (await rejectsOf(zone, load)).map(({ line, state }) => `${line} ${state}`);

    it('repairs records, in part or whole, and says of each what became of it', async () => {
      const { load, idAt } = await dropHires();
      const { status, body } = await settle(load.id, {
        repairs: [
          { reject_id: idAt(3), row: { name: 'Cy' } },
          { reject_id: idAt(4), row: { id: 3, hire_date: '2021-02-02 08:00:00' } },
          { reject_id: Number(idAt(6)), row: { DEPARTMENT_ID: 8 } },
          { reject_id: idAt(7), row: { ...whole, id: '5', name: 'Eve' } },
        ],
      });
      expect(status).toBe(200);
      expect(body.counts).toEqual({
        inserted: 3,
        updated: 0,
        unchanged: 0,
        rejected: 1,
        closed: 0,
      });
      expect(body.results.map(({ result, state }) => [result, state])).toEqual([
        ['inserted', 'fixed'],
        ['inserted', 'fixed'],
        ['rejected', 'superseded'],
        ['inserted', 'fixed'],
      ]);
      expect(body.results[2]?.errors).toEqual([
        expect.objectContaining({ column: 'department_id', code: 'unknown-reference' }),
      ]);
      expect(await hiredRows()).toEqual([
        '1,Ann,2021-01-01 00:00:00,1,1',
        '2,Cy,2021-01-01 00:00:00,1,1',
        '3,Bo "B", \nJr.,2021-02-02 08:00:00,1,1',
        '5,Eve,2021-01-01 00:00:00,1,1',
      ]);
      const { body: loads } = await get('/loads?kind=repair');
      expect(loads.items).toMatchObject([
        {
          table: 'hired_employees',
          state: 'done',
          drop: { object: `loads/${load.id}/rejects` },
          counts: { read: 4, inserted: 3, rejected: 1 },
          requested_by: expect.any(String),
        },
      ]);
      const repairId = loads.items[0]?.load_id ?? '';
      expect(body.results.every(({ closed_by_load }) => closed_by_load === repairId)).toBe(true);
      const { body: left } = await get(`/loads/${repairId}/rejects`);
      expect(left.items).toMatchObject([
        { reject_id: body.results[2]?.superseded_by, line: 6, row: { department_id: '8' } },
      ]);
    });

    it('does by a repair what a repaired file does', async () => {
      const repaired = { 3: { name: 'Cy' }, 4: { id: '3' }, 6: { department_id: '1' } };
      const { load, idAt } = await dropHires({ entity: '17' });
      const repairs = Object.entries(repaired).map(([line, row]) => ({
        reject_id: idAt(Number(line)),
        row,
      }));
      expect((await settle(load.id, { repairs })).status).toBe(200);
      await publishStale(zone.ports);
      const byRequest = await describeRepair(load, 'loads/%');
      await beginWithParents(zone);
      const again = await dropHires({ entity: '17' });
      const csv = [
        'id,name,hire_date,department_id,job_id,_reject_id',
        `2,Cy,2021-01-01,1,1,${again.idAt(3)}`,
        `3,"Bo ""B"", \nJr.",never,1,1,${again.idAt(4)}`,
        `4,Zoë,2021-01-01,1,1,${again.idAt(6)}`,
      ];
      await zone.drop('fixed/hired_employees/a.csv', `${csv.join('\n')}\n`, { entity: '17' });
      expect(byRequest).toEqual(await describeRepair(again.load, 'fixed/%'));
    });

    it('closes what waited for the repaired record, too', async () => {
      const load = await zone.drop('departments.csv', 'id,name\n9,\n');
      const waiting = await zone.drop(
        'hired_employees.csv',
        'id,name,datetime,department_id,job_id\n4,Zoë,2021-01-01,9,1\n',
      );
      const [reject] = await rejectsOf(zone, load);
      const repairs = [{ reject_id: reject?.id, row: { name: 'Legal' } }];
      expect((await settle(load.id, { repairs })).body.counts.inserted).toBe(1);
      expect(await statesOf(waiting)).toEqual(['2 fixed']);
      expect(await hiredRows()).toEqual(['4,Zoë,2021-01-01 00:00:00,9,1']);
    });

    it('changes nothing the second time, and says what is closed', async () => {
      const { load, idAt } = await dropHires();
      const repairs = [
        { reject_id: idAt(3), row: { name: 'Cy' } },
        { reject_id: idAt(4), row: { id: 'y' } },
      ];
      await settle(load.id, { repairs });
      const before = await dump();
      for (const row of [repairs, repairs.map(({ reject_id }) => ({ reject_id, row: whole }))]) {
        const { status, body } = await settle(load.id, { repairs: row });
        expect(status).toBe(200);
        expect(body.results.map(({ result, state }) => [result, state])).toEqual([
          ['closed', 'fixed'],
          ['closed', 'superseded'],
        ]);
      }
      expect(await dump()).toEqual(before);
    });

    it('lets one of many repairs of a record win, and the books balance', async () => {
      const { load, idAt } = await dropHires();
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          settle(load.id, {
            repairs: [3, 7].map((line) => ({
              reject_id: idAt(line),
              row: { ...whole, id: line * 10 + at, name: `Cy ${at}` },
            })),
          }),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
      const results = answers.flatMap(({ body }) => body.results);
      expect(results.filter(({ result }) => result === 'inserted')).toHaveLength(2);
      expect(results.filter(({ result }) => result === 'closed')).toHaveLength(14);
      expect(await hiredRows()).toHaveLength(3);
      expect((await get('/loads?kind=repair')).body.items.length).toBeLessThanOrEqual(2);
      expect(await zone.query(unbalanced)).toEqual([]);
    });

    it('and a repaired file at the same time end in one row of each record', async () => {
      const { load, idAt } = await dropHires();
      const file = `id,name,hire_date,department_id,job_id,_reject_id\n2,Cy,2021-01-01,1,1,${idAt(3)}\n`;
      await Promise.all([
        settle(load.id, { repairs: [{ reject_id: idAt(3), row: { name: 'Cy' } }] }),
        zone.drop('fixed/hired_employees/a.csv', file),
      ]);
      expect((await hiredRows()).filter((row) => row.startsWith('2,'))).toHaveLength(1);
      expect((await statesOf(load))[0]).toBe('3 fixed');
      expect(await zone.query(unbalanced)).toEqual([]);
    });

    it('repairs nothing of another load, and then nothing at all', async () => {
      const { load, idAt } = await dropHires();
      const other = await zone.drop('jobs.csv', 'id,title\nx,Cook\n');
      const [foreign] = await rejectsOf(zone, other);
      const before = await dump();
      const body = {
        repairs: [
          { reject_id: idAt(3), row: { name: 'Cy' } },
          { reject_id: foreign?.id, row: { id: 7 } },
          { reject_id: '9999999999999999999', row: {} },
        ],
      };
      expect(await settle(load.id, body)).toMatchObject({
        status: 404,
        body: { errors: [{ at: '/repairs/1/reject_id' }, { at: '/repairs/2/reject_id' }] },
      });
      expect(await settle(load.id, { discard: [foreign?.id], reason: 'x' })).toMatchObject({
        status: 404,
        body: { errors: [{ at: '/discard/0' }] },
      });
      expect(await settle(unknownId, { discard: 'all', reason: 'x' })).toMatchObject({
        status: 404,
      });
      expect(await dump()).toEqual(before);
    });

    it('keeps every digit of a number, and takes JSON as a value where the column does', async () => {
      await zone.query(
        'CREATE TABLE facts (id BIGINT UNSIGNED PRIMARY KEY, note JSON, amount DECIMAL(30,10))',
      );
      const load = await zone.drop('facts.csv', 'id,note,amount\nx,{},1\n');
      const [reject] = await rejectsOf(zone, load);
      const text = `{"repairs":[{"reject_id":${reject?.id},"row":{"id":18446744073709551615,"note":{"a":[1.10]},"amount":12345678901234567890.0123456789}}]}`;
      const answer = await fetch(`${zone.url}/loads/${load.id}/rejects`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: text,
      });
      expect(answer.status).toBe(200);
      const rows = await zone.query('SELECT id, amount FROM facts');
      expect(rows).toEqual([
        { id: '18446744073709551615', amount: '12345678901234567890.0123456789' },
      ]);
      await zone.query('DROP TABLE facts');
    });

    it('discards for a reason, which stays with who gave it', async () => {
      const { load, idAt } = await dropHires();
      const { status, body } = await settle(load.id, {
        discard: [idAt(3), idAt(4)],
        reason: 'test data',
      });
      expect([status, body.discarded]).toEqual([200, 2]);
      const again = await settle(load.id, { discard: [idAt(4), idAt(6)], reason: 'others' });
      expect(
        again.body.results.map(({ result, discard_reason }) => [result, discard_reason]),
      ).toEqual([
        ['closed', 'test data'],
        ['discarded', 'others'],
      ]);
      expect((await settle(load.id, { discard: 'all', reason: 'the rest' })).body.discarded).toBe(
        1,
      );
      expect((await settle(load.id, { discard: 'all', reason: 'again' })).body.discarded).toBe(0);
      const { body: kept } = await get(`/loads/${load.id}/rejects?state=discarded`);
      expect(kept.items).toMatchObject([
        { line: 3, discard_reason: 'test data', discarded_by: expect.any(String) },
        { line: 4, discard_reason: 'test data' },
        { line: 6, discard_reason: 'others' },
        { line: 7, discard_reason: 'the rest' },
      ]);
      expect(await hiredRows()).toHaveLength(1);
    });

    it('takes what is discarded out of the evidence and out of the counts of open rejects', async () => {
      const { load, idAt } = await dropHires({ entity: '17' });
      await settle(load.id, { discard: [idAt(3)], reason: 'test data' });
      await publishStale(zone.ports);
      expect(await zone.notAdded(load)).not.toContain(`,${idAt(3)}\r\n`);
      expect(await openCounts(17)).toEqual([4, 3]);
      await settle(load.id, { discard: 'all', reason: 'test data' });
      await publishStale(zone.ports);
      expect(await zone.notAdded(load)).toBeNull();
      expect((await get(`/loads/${load.id}`)).body).toMatchObject({ not_added: null, digest: [] });
      expect(await openCounts(17)).toEqual([4, 3, 0]);
    });

    it.each([
      [{}, ''],
      [{ repairs: [] }, '/repairs'],
      [{ repairs: Array(1001).fill({ reject_id: 1, row: {} }) }, '/repairs'],
      [{ repairs: [{ reject_id: 'x', row: {} }] }, '/repairs/0/reject_id'],
      [{ repairs: [{ reject_id: -1, row: {} }] }, '/repairs/0/reject_id'],
      [{ repairs: [{ reject_id: '1 OR 1=1', row: {} }] }, '/repairs/0/reject_id'],
      [{ repairs: [{ reject_id: 1, row: [] }] }, '/repairs/0/row'],
      [{ repairs: [{ reject_id: 1 }] }, '/repairs/0/row'],
      [{ repairs: [{ reject_id: 1, row: {}, id: 1 }] }, '/repairs/0/id'],
      [{ repairs: [1] }, '/repairs/0'],
      [
        {
          repairs: [
            { reject_id: 1, row: {} },
            { reject_id: '1', row: {} },
          ],
        },
        '/repairs/1/reject_id',
      ],
      [{ discard: 'none', reason: 'x' }, '/discard'],
      [{ discard: [], reason: 'x' }, '/discard'],
      [{ discard: [1, '1'], reason: 'x' }, '/discard/1'],
      [{ discard: 'all' }, '/reason'],
      [{ discard: 'all', reason: '  ' }, '/reason'],
      [{ discard: 'all', reason: 'x'.repeat(1001) }, '/reason'],
      [{ repairs: [{ reject_id: 1, row: {} }], reason: 'x' }, '/reason'],
      [{ repairs: [{ reject_id: 1, row: {} }], discard: 'all', reason: 'x' }, '/discard'],
      [{ repair: [] }, '/repair'],
    ])('refuses %j', async (body, at) => {
      const { load } = await dropHires();
      const answer = await settle(load.id, body);
      expect([answer.status, answer.body.errors?.[0]?.at]).toEqual([400, at]);
    });

    it.each([
      [{ colour: 'red' }, 'colour'],
      [{ 'a/b~c': 1 }, 'a~1b~0c'],
      [{ name: {} }, 'name'],
      [{ name: [1] }, 'name'],
    ])('refuses a row of %j, and changes nothing', async (row, name) => {
      const { load, idAt } = await dropHires();
      const before = await dump();
      const answer = await settle(load.id, { repairs: [{ reject_id: idAt(3), row }] });
      expect([answer.status, answer.body.errors?.[0]?.at]).toEqual([400, `/repairs/0/row/${name}`]);
      expect(await dump()).toEqual(before);
    });
  });
});
