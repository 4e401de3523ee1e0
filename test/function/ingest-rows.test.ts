import { rowsCaller } from '../support/rows-caller.ts';
import { openRowsZone, type RowsZone } from '../support/rows-zone.ts';
import { rowsOf } from '../support/zone-words.ts';

describe('ingest-rows', () => {
  let zone: RowsZone;

  beforeAll(async () => {
    zone = await openRowsZone();
  });

  afterAll(() => zone.close());

  beforeEach(async () => {
    const tables = ['hired_employees', 'departments', 'jobs', 'cutover_reject', 'cutover_load'];
    for (const table of tables) await zone.query(`DELETE FROM ${table}`);
  });

  const { post, send } = rowsCaller(() => zone.url);

  const addParents = async () => {
    await send('/departments/batch', [{ id: 1, name: 'Sales' }]);
    await send('/jobs/batch', [{ id: 1, title: 'Nurse' }]);
  };

  const codesOf = (rejected: { index: number; errors: { column: string; code: string }[] }[]) =>
    rejected.map(({ index, errors }) => [
      index,
      ...errors.map(({ column, code }) => `${column} ${code}`),
    ]);

  const loads = () => zone.query('SELECT kind, state, records_read FROM cutover_load ORDER BY id');

  describe('POST /{table}/batch', () => {
    it('adds rows, numbers those that have no id, and tells of the ones it refuses', async () => {
      const rows = [{ name: 'Sales' }, { id: 70, department: 'Support' }, { department: '' }];
      const { status, body } = await send('/departments/batch', { rows });
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'ok', kind: 'batch', inserted: 2, skipped: 1 });
      expect(codesOf(body.rejected)).toEqual([[2, 'department missing-value']]);
      const [{ id } = {}] = await zone.query(
        "SELECT id FROM departments WHERE department = 'Sales'",
      );
      expect(body.ids).toEqual([Number(id), null, null]);
      expect(await rowsOf(zone, 'departments')).toEqual([`${id},Sales`, '70,Support']);
      const [reject] = await zone.query('SELECT id, line, cells, state FROM cutover_reject');
      expect(reject).toEqual({
        id: body.rejected[0].reject_id,
        line: '3',
        cells: '["",""]',
        state: 'open',
      });
    });

    it('knows columns and tables by the names that older systems have for them', async () => {
      await addParents();
      const { body } = await send('/api/v1/employees/batch', [
        {
          emp_id: 1,
          first_name: 'Ada',
          last_name: 'King',
          dept_id: 1,
          position_id: 1,
          hire_date: '2021-02-03',
        },
        {
          employee_id: 2,
          name: 'Eve',
          department_id: 1,
          job_id: 1,
          datetime: '2021-02-03T10:00:00Z',
        },
      ]);
      expect(body).toMatchObject({ table: 'hired_employees', inserted: 2 });
      expect(await rowsOf(zone, 'hired_employees')).toEqual([
        '1,Ada King,2021-02-03 00:00:00,1,1',
        '2,Eve,2021-02-03 10:00:00,1,1',
      ]);
    });

    it('puts the time of the call for a datetime that is left out, and for no other', async () => {
      await addParents();
      const before = Date.now() - 1000;
      const hire = { name: 'Ada', department_id: 1, job_id: 1 };
      const { body } = await send('/hired_employees/batch', [
        hire,
        { ...hire, datetime: null },
        { ...hire, datetime: '2001-01-01' },
        { ...hire, datetime: '' },
      ]);
      expect(codesOf(body.rejected)).toEqual([[3, 'datetime missing-value']]);
      const rows = await zone.query<{ datetime: string }>(
        'SELECT datetime FROM hired_employees ORDER BY id',
      );
      const times = rows.map(({ datetime }) => Date.parse(`${datetime.replace(' ', 'T')}Z`));
      expect(times[0]).toBeGreaterThan(before);
      expect(times[1]).toBe(times[0]);
      expect(times[2]).toBe(Date.parse('2001-01-01T00:00:00Z'));
    });

    it('names the references that lead nowhere, and adds such rows when their parents come', async () => {
      const hire = { id: 1, name: 'Ada', datetime: '2021-01-01', department_id: 999, job_id: 1 };
      await send('/jobs/batch', [{ id: 1, title: 'Nurse' }]);
      const { body } = await send('/hired_employees/batch', [hire]);
      expect(body.rejected[0].errors).toEqual([
        {
          column: 'department_id',
          code: 'unknown-reference',
          message: 'departments has no row with id 999.',
        },
      ]);
      await send('/departments/batch', [{ id: 999, name: 'Late' }]);
      expect(await rowsOf(zone, 'hired_employees')).toEqual(['1,Ada,2021-01-01 00:00:00,999,1']);
      expect(await zone.query('SELECT state FROM cutover_reject')).toEqual([{ state: 'fixed' }]);
    });

    it('adds nothing of an atomic batch with a refused row, and says 422', async () => {
      const rows = [
        { id: 1, name: 'Sales' },
        { id: 'two', name: 'Support' },
      ];
      const { status, body } = await send('/departments/batch', { rows, mode: 'atomic' });
      expect(status).toBe(422);
      expect(body).toMatchObject({
        code: 'atomic-refused',
        state: 'failed',
        counts: { read: 2, inserted: 0, rejected: 1, withheld: 1 },
      });
      expect(codesOf(body.rejected)).toEqual([[1, 'id type-error']]);
      expect(await rowsOf(zone, 'departments')).toEqual([]);
      expect(await loads()).toEqual([{ kind: 'batch', state: 'failed', records_read: '2' }]);
    });

    it.each([
      ['reject', '1,Sales', { updated: 0, unchanged: 0, rejected: 1 }],
      ['skip', '1,Sales', { updated: 0, unchanged: 1, rejected: 0 }],
      ['update', '1,Trade', { updated: 1, unchanged: 0, rejected: 0 }],
    ])('takes a known key by the rule of the request: %s', async (conflict, row, counts) => {
      await addParents();
      const { body } = await send('/departments/batch', {
        rows: [{ id: 1, name: 'Trade' }],
        conflict,
      });
      expect(body.counts).toMatchObject(counts);
      expect(await rowsOf(zone, 'departments')).toEqual([row]);
    });

    it('refuses the second of two rows with the same key', async () => {
      const { body } = await send('/departments/batch', [
        { id: 1, name: 'Sales' },
        { id: 1, name: 'Trade' },
        { id: 1, name: 'Sales' },
      ]);
      expect(codesOf(body.rejected)).toEqual([[1, 'id duplicate-key']]);
      expect(body.counts).toMatchObject({ inserted: 1, unchanged: 1 });
      expect(await rowsOf(zone, 'departments')).toEqual(['1,Sales']);
    });

    it('only checks in a dry run', async () => {
      const { status, body } = await send('/departments/batch', {
        rows: [{ name: 'Sales' }, {}],
        dry_run: true,
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({ dry_run: true, counts: { inserted: 1, rejected: 1 } });
      expect(body).not.toHaveProperty('ids');
      expect(await rowsOf(zone, 'departments')).toEqual([]);
    });

    it('adds nothing where more rows are refused than the request allows', async () => {
      const rows = [{ id: 1, name: 'Sales' }, { id: 2 }];
      const { status, body } = await send('/departments/batch', { rows, max_rejects: 0 });
      expect([status, body.code]).toEqual([422, 'too-many-rejects']);
      expect(await rowsOf(zone, 'departments')).toEqual([]);
    });

    it('takes 1 to 1000 rows', async () => {
      const rows = Array.from({ length: 1001 }, (_, at) => ({ name: `Department ${at}` }));
      for (const wrong of [rows, [], { rows }, { rows: [] }]) {
        const { status, body } = await send('/departments/batch', wrong);
        expect([status, body.code]).toEqual([400, 'invalid-request']);
        expect(body.detail).toContain('1 to 1000 rows');
      }
      expect(await loads()).toEqual([]);
      const { body } = await send('/departments/batch', rows.slice(1));
      expect(body).toMatchObject({ inserted: 1000 });
      const numbers = await zone.query('SELECT id FROM departments ORDER BY department + 0, id');
      expect(new Set(body.ids)).toEqual(new Set(numbers.map(({ id }) => Number(id))));
    });

    it('refuses what is no row, row by row', async () => {
      const { body } = await send('/departments/batch', [
        5,
        null,
        ['a'],
        'x',
        { id: 1, name: 'Sales' },
      ]);
      expect(codesOf(body.rejected)).toEqual([0, 1, 2, 3].map((at) => [at, 'null type-error']));
      expect(body).toMatchObject({ inserted: 1, skipped: 4 });
    });

    it('refuses members that are no columns, by name', async () => {
      const { body } = await send('/departments/batch', [{ id: 1, name: 'Sales', colour: 'red' }]);
      expect(body.rejected[0].errors).toEqual([
        { column: null, code: 'extra-cell', message: 'There is no column "colour".' },
      ]);
      expect(await zone.query('SELECT cells FROM cutover_reject')).toEqual([
        { cells: '["1","Sales","colour: \\"red\\""]' },
      ]);
    });

    it('refuses unknown fields, tables, and bodies that are no JSON', async () => {
      const rows = [{ name: 'Sales' }];
      const cases: [string, string, number, string][] = [
        ['/departments/batch', JSON.stringify({ rows, colour: 1 }), 400, 'colour'],
        ['/departments/batch', '[{"id": NaN}]', 400, 'line 1, column 9'],
        ['/departments/batch', '[{"__proto__": 1}]', 400, '__proto__'],
        ['/departments/batch', `${'['.repeat(9000)}${']'.repeat(9000)}`, 400, 'nested'],
        ['/departments/batch', '"rows"', 400, 'body'],
        ['/nobody/batch', JSON.stringify(rows), 404, 'nobody'],
        ['/cutover_load/batch', JSON.stringify(rows), 404, 'cutover_load'],
        ['/..%2Fdepartments/batch', JSON.stringify(rows), 404, '../departments'],
      ];
      for (const [path, body, status, word] of cases) {
        const answer = await post(path, body, 'application/json');
        expect([path, answer.status]).toEqual([path, status]);
        expect(answer.body.detail).toContain(word);
      }
      expect((await post('/departments/batch', 'x', 'text/plain')).status).toBe(415);
      expect(await loads()).toEqual([]);
    });

    it('refuses values that no column takes: 2^63, 10 MB, a list', async () => {
      const body = `[{"id": 9223372036854775808, "name": "a"}, {"id": 1, "name": "${'x'.repeat(10_000_000)}"},
        {"id": 2, "name": ["a"]}, {"id": 3, "name": "Sales"}]`;
      const answer = await post('/departments/batch', body, 'application/json');
      expect(codesOf(answer.body.rejected)).toEqual([
        [0, 'id out-of-range'],
        [1, 'null too-long', 'department too-long'],
        [2, 'department type-error'],
      ]);
      expect(answer.body.rejected[0].errors[0].message).toContain('"9223372036854775808"');
      expect(answer.body.inserted).toBe(1);
    });
  });

  describe('Idempotency-Key', () => {
    const rows = [{ name: 'Sales' }];
    const key = (text: string) => ({ 'idempotency-key': text });

    it('answers a repetition as it did the first time, and adds nothing', async () => {
      const first = await send('/departments/batch', rows, key('"one key"'));
      const second = await send('/departments/batch', rows, key('"one key"'));
      expect([first.isReplayed, second.isReplayed]).toEqual([false, true]);
      expect({ ...second.body, request_id: '' }).toEqual({ ...first.body, request_id: '' });
      expect(await rowsOf(zone, 'departments')).toHaveLength(1);
      expect(await loads()).toHaveLength(1);
    });

    it('repeats a refusal of an atomic batch, too', async () => {
      const wrong = { rows: [{}], mode: 'atomic' };
      const first = await send('/departments/batch', wrong, key('two'));
      const second = await send('/departments/batch', wrong, key('two'));
      expect([first.status, second.status, second.isReplayed]).toEqual([422, 422, true]);
      expect(second.body.load_id).toBe(first.body.load_id);
    });

    it('belongs to one request on one route', async () => {
      await send('/departments/batch', rows, key('three'));
      const other = await send('/departments/batch', [{ name: 'Trade' }], key('three'));
      expect([other.status, other.body.code]).toEqual([422, 'key-reused']);
      expect((await send('/jobs/batch', rows, key('three'))).isReplayed).toBe(false);
      expect(await rowsOf(zone, 'departments')).toHaveLength(1);
    });

    it('is free again after its time', async () => {
      await send('/departments/batch', rows, key('four'));
      await zone.query('UPDATE cutover_idempotency SET expires_at = UTC_TIMESTAMP(3)');
      expect((await send('/departments/batch', rows, key('four'))).isReplayed).toBe(false);
      expect(await rowsOf(zone, 'departments')).toHaveLength(2);
    });

    it('is refused where it is none', async () => {
      for (const wrong of ['', 'two words', 'x'.repeat(256), '"open']) {
        const { status } = await send('/departments/batch', rows, key(wrong));
        expect([wrong, status]).toEqual([wrong, 400]);
      }
    });
  });

  describe('POST /api/v1/{table}', () => {
    it('adds all rows or none, as an older system does', async () => {
      expect(await send('/api/v1/departments/', [{ id: 1, department: 'Sales' }])).toMatchObject({
        status: 200,
        body: { mode: 'atomic', inserted: 1 },
      });
      const { status } = await send('/api/v1/departments/', [{ name: 'Trade' }, { name: '' }]);
      expect(status).toBe(422);
      expect(await rowsOf(zone, 'departments')).toEqual(['1,Sales']);
    });
  });
});
