import { BIGINT, DuckDBInstance, LIST, listValue } from '@duckdb/node-api';
import type { Bound } from '../../../scripts/local/bigquery/engine/bound.ts';
import { createSession, type Session } from '../../../scripts/local/bigquery/engine/session.ts';

const one: Bound = { value: 1n, type: BIGINT };
const many: Bound = { value: listValue([1n, 2n]), type: LIST(BIGINT) };

describe('a statement that is run again', () => {
  let instance: DuckDBInstance;
  let session: Session;

  beforeEach(async () => {
    instance = await DuckDBInstance.create(':memory:');
    session = createSession(await instance.connect());
    await session.run('CREATE TABLE t (n BIGINT)');
  });

  afterEach(() => {
    session.close();
    instance.closeSync();
  });

  it.each<[sql: string, bound: Bound[], before: bigint, after: bigint]>([
    ['SELECT count(*) FROM t', [], 0n, 2n],
    ['SELECT count(*) FROM t WHERE n >= $1', [one], 0n, 2n],
    ['SELECT count(*) FROM t WHERE n IN (SELECT unnest($1::BIGINT[]))', [many], 0n, 2n],
    ['SELECT (SELECT count(*) FROM t) + $1::BIGINT', [one], 1n, 3n],
    ['SELECT count(*) FROM (SELECT $1::BIGINT AS n) a LEFT JOIN t ON true', [one], 1n, 2n],
    ['SELECT count(*) FROM t a JOIN t b USING (n) WHERE $1 > 0', [one], 0n, 2n],
  ])('sees what was added since: %s', async (sql, bound, before, after) => {
    expect(await session.all(sql, bound)).toEqual([[before]]);
    await session.run('INSERT INTO t VALUES (1), (2)');
    expect(await session.all(sql, bound)).toEqual([[after]]);
    await session.run('DELETE FROM t');
    expect(await session.all(sql, bound)).toEqual([[before]]);
  });

  it('sees a table that was made anew with another column', async () => {
    const sql = 'SELECT * FROM t WHERE n = $1';
    await session.all(sql, [one]);
    await session.run('CREATE OR REPLACE TABLE t (n BIGINT, more VARCHAR)');
    await session.run("INSERT INTO t VALUES (1, 'x')");
    expect(await session.all(sql, [one])).toEqual([[1n, 'x']]);
  });

  it('goes on after it has failed', async () => {
    const sql = "SELECT CASE WHEN $1 = 1 THEN error('one') ELSE 'other' END";
    await expect(session.all(sql, [one])).rejects.toThrow('one');
    expect(await session.all(sql, [{ value: 2n, type: BIGINT }])).toEqual([['other']]);
  });

  it('is forgotten when many others came since, and can still be run', async () => {
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 100; n++) {
        expect(await session.all(`SELECT ${n} + $1`, [one])).toEqual([[BigInt(n) + 1n]]);
      }
    }
  });
});
