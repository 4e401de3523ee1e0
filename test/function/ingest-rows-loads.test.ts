import fc from 'fast-check';
import { dropBucket } from '../support/drop-zone.ts';
import { beginWithParents, faultyHiresFile as hires } from '../support/faulty-hires-file.ts';
import { type CallJson, jsonCaller } from '../support/json-caller.ts';
import { rowsCaller } from '../support/rows-caller.ts';
import { openRowsZone, type RowsZone } from '../support/rows-zone.ts';
import { rejectsOf } from '../support/zone-words.ts';

/** Of what answers show, that which tests ask for by name. */
interface Shown {
  readonly items: readonly { readonly load_id: string; readonly line: number }[];
  readonly next: string | null;
  readonly errors?: readonly { readonly at: string }[];
  readonly digest: readonly object[];
  readonly counts: { readonly read: number; readonly rejected: number };
}

const unknownId = '01M7WZZ5DC4WZFKVDQ3DZZR0K6';

describe('the loads of ingest-rows', () => {
  let zone: RowsZone;
  let call: CallJson;
  const get = async (path: string) => {
    const { status, body } = await call('GET', path);
    return { status, body: body as Shown };
  };
  const { send } = rowsCaller(() => zone.url);

  beforeAll(async () => {
    zone = await openRowsZone();
    call = jsonCaller(zone.url);
  });

  afterAll(() => zone.close());

  beforeEach(() => beginWithParents(zone));

  /** Loads by the dozen, which share their moments of beginning. */
  async function addLoads(count: number, from = 0): Promise<void> {
    const tuples = Array.from({ length: count }, (_, at) => {
      const number = from + at;
      const id = `01M7WZZ5DC4WZFKVDQ${String(number).padStart(8, '0')}`;
      const moment = `2026-01-01 00:00:${String(Math.floor(number / 4) % 60).padStart(2, '0')}`;
      const state = number % 3 === 0 ? 'failed' : 'done';
      const table = number % 2 === 0 ? 'jobs' : 'departments';
      return [id, 'drop', dropBucket, `${table}.csv`, number, state, table, moment, moment];
    });
    await zone.query(
      'INSERT INTO cutover_load (id, kind, bucket, object, generation, state, table_name, started_at, updated_at) VALUES ?',
      [tuples],
    );
  }

  async function readPages(query: string, limit: number, between = async () => {}) {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const more: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { status, body } = await get(`/loads?limit=${limit}${query}${more}`);
      expect(status).toBe(200);
      expect(body.items.length).toBeLessThanOrEqual(limit);
      ids.push(...body.items.map(({ load_id }) => load_id));
      cursor = body.next;
      await between();
    } while (cursor !== null);
    return ids;
  }

  describe('GET /loads', () => {
    it('lists them newest first, with counts and progress', async () => {
      const older = await zone.drop('jobs.csv', 'id,title\n2,Cook\n');
      const newer = await zone.drop('hired_employees.csv', hires, { entity: '17' });
      const { status, body } = await get('/loads');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        items: [
          {
            load_id: newer.id,
            kind: 'drop',
            state: 'done',
            table: 'hired_employees',
            entity: 17,
            drop: { bucket: dropBucket, object: 'hired_employees.csv' },
            counts: { read: 5, inserted: 1, rejected: 4 },
            progress: { bytes: Buffer.byteLength(hires), rows_read: 5, percent: 100 },
          },
          { load_id: older.id, table: 'jobs' },
        ],
        next: null,
      });
    });

    it.each([
      ['state=failed', 8],
      ['kind=drop', 24],
      ['kind=repair', 0],
      ['table=jobs', 12],
      ['table=JOBS', 12],
      ['table=dept', 0],
      ['object=departments.csv', 12],
      ['entity_id=1', 0],
      ['since=2026-01-01T00:00:04Z', 8],
      ['until=2026-01-01 00:00:04', 16],
      ['state=done&table=departments&since=2026-01-01T00:00:01Z&until=2026-01-01T00:00:03Z', 3],
    ])('narrows the list by %s', async (query, count) => {
      await addLoads(24);
      expect((await get(`/loads?${query}`)).body.items).toHaveLength(count);
    });

    it('gives every load exactly once, page by page, while others begin', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 40 }),
          fc.integer({ min: 1, max: 9 }),
          fc.constantFrom('', '&state=done', '&table=jobs', '&state=failed&table=departments'),
          async (count, limit, query) => {
            await zone.query('DELETE FROM cutover_load');
            await addLoads(count);
            const expected = await readPages(query, 1000);
            let added = 1000;
            const between = async () => {
              await addLoads(1, added++);
              const id = `01M7WZZ5DC4WZFKVDZ${String(added).padStart(8, '0')}`;
              await zone.query(
                "INSERT INTO cutover_load (id, kind, bucket, object, state, table_name, started_at, updated_at) VALUES (?, 'drop', 'b', 'o', 'done', 'jobs', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))",
                [id],
              );
            };
            const ids = await readPages(query, limit, between);
            expect(ids.filter((id) => expected.includes(id))).toEqual(expected);
            expect(new Set(ids).size).toBe(ids.length);
          },
        ),
        { numRuns: 15 },
      );
    });

    it.each([
      ['state=finished', 'state'],
      ['kind=mail', 'kind'],
      ['limit=0', 'limit'],
      ['limit=1001', 'limit'],
      ['cursor=', 'cursor'],
      ['cursor=abc', 'cursor'],
      [`cursor=${Buffer.from('["2026-01-01T00:00:00.000Z","x"]').toString('base64url')}`, 'cursor'],
      [`cursor=${Buffer.from('["1\' OR 1=1","x"]').toString('base64url')}`, 'cursor'],
      ['since=yesterday', 'since'],
      ['entity_id=-1', 'entity_id'],
      ['object=', 'object'],
      ['colour=red', 'colour'],
    ])('refuses %s', async (query, at) => {
      const { status, body } = await get(`/loads?${query}`);
      expect([status, body.errors?.[0]?.at]).toEqual([400, at]);
    });

    it('takes quotes and the like in a filter as what they are', async () => {
      await addLoads(3);
      for (const text of [
        "' OR '1'='1",
        '%',
        '`',
        '\\',
        '\ud83d\ude00',
        '"; DROP TABLE jobs; --',
      ]) {
        for (const name of ['table', 'object']) {
          const { status, body } = await get(`/loads?${name}=${encodeURIComponent(text)}`);
          expect([text, status, body.items]).toEqual([text, 200, []]);
        }
      }
    });
  });

  describe('GET /loads/{id}', () => {
    it('shows counts that balance, the plan, rejects and their digest', async () => {
      const load = await zone.drop('hired_employees.csv', hires);
      const { status, body } = await get(`/loads/${load.id}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        load_id: load.id,
        books_balance: true,
        plan: {
          columns: ['id', 'name', 'hire_date', 'department_id', 'job_id'],
          has_header: true,
          delimiter: ',',
          encoding: 'utf-8',
          is_repair: false,
        },
        rejects: { open: 4, fixed: 0, discarded: 0, superseded: 0 },
        not_added: `gs://test-results/not_added/hired_employees/${load.id}.csv`,
        error: null,
      });
      expect(body.digest).toEqual(
        JSON.parse((await zone.result(`loads/${load.id}.json`)) ?? '').digest,
      );
    });

    it('shows how far a running load has come, and what it has refused so far', async () => {
      const drop = await zone.put('jobs.csv', 'id,title\n2,Cook\n3,\n4,Page\n5,Clerk\n');
      const stopped = zone.load(drop, {
        chunkRows: 2,
        checkDeadline: () => {
          throw new Error('stop');
        },
      });
      await expect(stopped).rejects.toThrow('stop');
      const { body: list } = await get('/loads?state=running');
      const id = list.items[0]?.load_id;
      expect((await get(`/loads/${id}`)).body).toMatchObject({
        state: 'running',
        books_balance: true,
        counts: { read: 2, inserted: 1, rejected: 1 },
        progress: { bytes_read: 19, bytes: drop.sizeBytes, rows_read: 2, percent: 55 },
        not_added: null,
        digest: [{ code: 'missing-value', column: 'job', count: 1, samples: [{ line: 3 }] }],
      });
    });

    it('shows a load that failed before it came to a table', async () => {
      const load = await zone.drop('jobz.csv', 'id,title\n2,Cook\n');
      expect((await get(`/loads/${load.id}`)).body).toMatchObject({
        state: 'failed',
        table: null,
        plan: null,
        error: { code: 'unknown-table' },
        not_added: null,
        digest: [],
      });
    });

    it.each([
      unknownId,
      unknownId.toLowerCase(),
      '1',
      "'",
      '%00',
      '%F0%9F%98%80',
      'a'.repeat(3000),
    ])('knows no load %s', async (id) => {
      expect(await get(`/loads/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'not-found' },
      });
      expect(await get(`/loads/${id}/rejects`)).toMatchObject({ status: 404 });
    });
  });

  it('have a result in the bucket where a batch leaves more than its row in the ledger tells', async () => {
    const rows = (...names: string[]) => names.map((name) => ({ name }));
    const results = [];
    for (const body of [
      { rows: rows('Sales') },
      { rows: rows('Support', '') },
      { rows: rows('Trade', ''), mode: 'atomic' },
      { rows: rows('Trade'), max_rejects: 0, dry_run: true },
    ]) {
      const { body: load } = await send('/departments/batch', body);
      await send('/ingest/tidy', {});
      const { counts } = (await get(`/loads/${load.load_id}`)).body;
      const result = await zone.result(`loads/${load.load_id}.json`);
      results.push([
        counts.read,
        counts.rejected,
        result === null ? null : JSON.parse(result).counts,
      ]);
    }
    expect(results).toMatchObject([
      [1, 0, null],
      [2, 1, { read: 2, inserted: 1, rejected: 1 }],
      [2, 1, { read: 2, rejected: 1, withheld: 1 }],
      [1, 0, null],
    ]);
  });

  describe('GET /loads/{id}/rejects', () => {
    it('gives each with its record, its reasons and its state, page by page', async () => {
      const load = await zone.drop('hired_employees.csv', hires);
      const stored = await rejectsOf(zone, load);
      const first = await get(`/loads/${load.id}/rejects?limit=3`);
      expect(first.status).toBe(200);
      expect(first.body.items[1]).toEqual({
        reject_id: stored[1]?.id,
        state: 'open',
        line: 4,
        row: {
          id: 'x',
          name: 'Bo "B", \nJr.',
          hire_date: 'never',
          department_id: '1',
          job_id: '1',
        },
        extra: [],
        errors: stored[1]?.faults,
        closed_at: null,
        closed_by_load: null,
        superseded_by: null,
        discarded_by: null,
        discard_reason: null,
      });
      const rest = await get(`/loads/${load.id}/rejects?limit=3&cursor=${first.body.next}`);
      expect(rest.body).toMatchObject({ items: [{ line: 7, extra: ['more'] }], next: null });
    });

    it('gives the not_added file, byte for byte, as CSV', async () => {
      const load = await zone.drop('hired_employees.csv', hires);
      const path = `${zone.url}/loads/${load.id}/rejects`;
      for (const [url, headers] of [
        [path, { accept: 'text/csv' }],
        [`${path}?format=csv`, {}],
        [`${path}?format=csv&state=open`, { accept: 'application/json' }],
      ] as const) {
        const answer = await fetch(url, { headers });
        expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
        const [file] = await zone.storage
          .bucket('test-results')
          .file(`not_added/hired_employees/${load.id}.csv`)
          .download();
        expect(Buffer.from(await answer.arrayBuffer())).toEqual(file);
      }
    });

    it('gives those of one state, or of all', async () => {
      const load = await zone.drop('hired_employees.csv', hires);
      await zone.drop('departments.csv', 'id,name\n9,Legal\n');
      const linesOf = async (state: string) =>
        (await get(`/loads/${load.id}/rejects?state=${state}`)).body.items.map(({ line }) => line);
      expect(await linesOf('open')).toEqual([3, 4, 7]);
      expect(await linesOf('fixed')).toEqual([6]);
      expect(await linesOf('all')).toEqual([3, 4, 6, 7]);
      expect(await linesOf('discarded')).toEqual([]);
    });

    it('gives all of a load that was to be added as one', async () => {
      const load = await zone.drop('hired_employees.csv', hires, { mode: 'atomic' });
      expect((await get(`/loads/${load.id}/rejects`)).body.items).toHaveLength(4);
      expect((await get(`/loads/${load.id}`)).body).toMatchObject({
        state: 'failed',
        rejects: { open: 0, discarded: 4 },
        not_added: expect.stringContaining(load.id),
      });
    });

    it('gives none of a load that never came to a table', async () => {
      const load = await zone.drop('jobz.csv', 'id,title\n2,Cook\n');
      expect((await get(`/loads/${load.id}/rejects`)).body).toEqual({ items: [], next: null });
      const csv = await fetch(`${zone.url}/loads/${load.id}/rejects?format=csv`);
      expect(await csv.text()).toBe('_line,_column,_code,_error,_load_id,_reject_id\r\n');
    });

    it.each([
      ['state=gone', 400],
      ['format=xml', 400],
      ['format=csv&limit=3', 400],
      ['cursor=abc', 400],
      [`cursor=${Buffer.from('["-1"]').toString('base64url')}`, 400],
      [`cursor=${Buffer.from('["1 OR 1=1"]').toString('base64url')}`, 400],
      [`cursor=${Buffer.from('["99999999999999999999"]').toString('base64url')}`, 400],
    ])('refuses %s', async (query, status) => {
      const load = await zone.drop('hired_employees.csv', hires);
      expect((await get(`/loads/${load.id}/rejects?${query}`)).status).toBe(status);
    });

    it('answers 406 where neither JSON nor CSV is wanted', async () => {
      const load = await zone.drop('hired_employees.csv', hires);
      const headers = { accept: 'image/png' };
      expect(await call('GET', `/loads/${load.id}/rejects`, undefined, headers)).toMatchObject({
        status: 406,
      });
    });
  });
});
