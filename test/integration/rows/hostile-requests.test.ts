import fc from 'fast-check';
import { openRowsLane, type RowsLane } from '../../support/rows/rows-lane.ts';

const secret = 'nobody-may-read-this';

const injections = fc.constantFrom(
  "' OR '1'='1",
  '1 OR 1=1',
  '1; DROP TABLE jobs; -- ',
  "1' UNION SELECT word FROM secrets -- ",
  '`',
  '``id`` FROM secrets -- ',
  'id`, (SELECT word FROM secrets) AS `x',
  '(SELECT word FROM secrets)',
  '1 AND SLEEP(5)',
  "\\' OR 1=1 -- ",
  '\u00bf\u0027 OR 1=1',
  '../secrets',
  '%2e%2e%2fsecrets',
  'id][eq',
  '__proto__',
  'constructor',
  'toString',
  '0x27',
  '\\N',
  'NULL',
  '',
  '-1',
  '0',
  '1e3',
  '9007199254740993',
  '99999999999999999999999',
  'NaN',
  '*',
  'all',
  '\0',
  '\r\nset-cookie: a=b',
  'é😀\u2028',
);
const hostile = fc.oneof(
  injections,
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.tuple(injections, fc.string({ maxLength: 5 })).map((parts) => parts.join('')),
  fc.string({ maxLength: 3 }).map((text) => text.repeat(500)),
);
const column = fc.constantFrom('id', 'name', 'datetime', 'department_id', 'bytes', 'kind');
const operator = fc.constantFrom('eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'null');
const cursor = fc.oneof(
  hostile,
  fc
    .array(fc.oneof(hostile, fc.constantFrom('things', 'asc', 'desc', '1'), fc.integer()))
    .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url')),
  hostile.map((key) => Buffer.from(JSON.stringify(['things', 'asc', key])).toString('base64url')),
);

/** One parameter of a request, of a kind that is documented or nearly so. */
const parameter: fc.Arbitrary<readonly [string, string]> = fc.oneof(
  fc.tuple(
    fc.tuple(column, operator).map(([name, how]) => `where[${name}][${how}]`),
    hostile,
  ),
  fc.tuple(
    column.map((name) => `where[${name}]`),
    hostile,
  ),
  fc.tuple(
    hostile.map((name) => `where[${name}]`),
    hostile,
  ),
  fc.tuple(
    fc.tuple(column, hostile).map(([name, how]) => `where[${name}][${how}]`),
    hostile,
  ),
  fc.tuple(fc.constantFrom('columns', 'order', 'limit', 'format', 'spreadsheet'), hostile),
  fc.tuple(fc.constant('cursor'), cursor),
  fc.tuple(hostile, hostile),
);

describe('hostile requests for rows', () => {
  let lane: RowsLane;
  let answered = 0;
  beforeAll(async () => {
    lane = await openRowsLane();
    for (const sql of [
      'CREATE TABLE secrets (word VARCHAR(40) PRIMARY KEY)',
      `INSERT INTO secrets VALUES ('${secret}')`,
      "CREATE TABLE things (id INT PRIMARY KEY, name VARCHAR(40), datetime DATETIME, department_id BIGINT, bytes VARBINARY(10), kind ENUM('a', 'b'))",
      "INSERT INTO things VALUES (1, 'one', '2021-01-01', 1, 'x', 'a'), (2, 'two', NULL, NULL, NULL, NULL)",
    ]) {
      await lane.query(sql);
    }
  });
  afterAll(() => lane.close());

  async function ask(path: string): Promise<string> {
    const answer = await lane.get(path, { signal: AbortSignal.timeout(30_000) });
    const text = await answer.text();
    if (answer.status === 200) answered++;
    if (answer.status >= 500) throw new Error(`${answer.status} for ${path}: ${text}`);
    expect(text).not.toContain(secret);
    return text;
  }

  it('are answered or refused, and never give a row of another table', async () => {
    const request = fc.tuple(
      fc.oneof({ weight: 5, arbitrary: fc.constant('things') }, { weight: 1, arbitrary: hostile }),
      fc.array(parameter, { minLength: 1, maxLength: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(request, async ([table, parameters]) => {
        const query = new URLSearchParams(
          parameters.map(([name, value]): [string, string] => [name, value]),
        );
        await ask(`/tables/${encodeURIComponent(table)}/rows?${query}`);
      }),
      { numRuns: 800 },
    );
    expect(answered).toBeGreaterThan(0);
    expect(await lane.query('SELECT COUNT(*) AS n FROM things')).toEqual([{ n: '2' }]);
  });

  it.each(['/tables/', '/tables?count='])('are refused behind %s', async (start) => {
    await fc.assert(
      fc.asyncProperty(hostile, async (end) => {
        await ask(`${start}${encodeURIComponent(end)}`);
      }),
      { numRuns: 100 },
    );
  });
});
