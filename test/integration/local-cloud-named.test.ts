import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { Endpoints } from '../../scripts/local/endpoints.ts';
import { formatMysqlUrl } from '../../scripts/local/mysql/parse-mysql-url.ts';
import { createTestDatabase } from '../support/database.ts';
import { createDropRecord } from '../support/drop-record.ts';
import { interrupt, makeHome, type RunningStart, startLocalCloud } from '../support/local-cloud.ts';

// Each test starts whole clouds, on machines that may be busy.
jest.setTimeout(180_000);

const functions = join(import.meta.dirname, '..', 'fixtures', 'local-functions');

describe('a local cloud over servers that the user names', () => {
  const [first, second, third, notes] = [makeHome(), makeHome(), makeHome(), makeHome()];
  const record = createDropRecord(notes.folder);
  const starts: RunningStart[] = [];
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let endpoints: Endpoints;
  const begin = (home: string, environment: Record<string, string>) => {
    const fixed = { CUTOVER_FUNCTIONS: functions, ...record.environment };
    const start = startLocalCloud(home, ['--port', '0'], { ...fixed, ...environment });
    starts.push(start);
    return start;
  };
  const mysqlUrl = (changed: { password?: string } = {}) => {
    const {
      MYSQL_HOST,
      MYSQL_PORT,
      MYSQL_USER,
      MYSQL_PASSWORD = '',
      MYSQL_DATABASE,
    } = database.target;
    return formatMysqlUrl({
      host: MYSQL_HOST,
      port: MYSQL_PORT,
      user: MYSQL_USER,
      password: MYSQL_PASSWORD,
      database: MYSQL_DATABASE,
      ...changed,
    });
  };
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
    await database.pool.query("INSERT INTO jobs (id, job) VALUES (1, 'Mine')");
    endpoints = await begin(first.folder, { MYSQL_URL: mysqlUrl() }).ready();
  });
  afterAll(async () => {
    for (const start of starts) await interrupt(start);
    await database.drop();
    for (const each of [first, second, third, notes]) each.remove();
  });

  it('works on the MySQL server that MYSQL_URL names, and starts none', () => {
    expect(endpoints.mysql.database).toBe(database.target.MYSQL_DATABASE);
    expect(existsSync(join(first.folder, 'mysql'))).toBe(false);
  });

  it('signs functions in to it as the user that was named', async () => {
    const answer = await fetch(`${endpoints.gateway}/show`);
    expect(await answer.json()).toMatchObject({ databaseUser: database.target.MYSQL_USER });
    expect(existsSync(join(first.folder, 'mysql-users.json'))).toBe(false);
  });

  it('does not show the password it was given', () => {
    expect(starts[0]?.output()).not.toContain(endpoints.mysql.password);
  });

  it('drops no sample data where the database holds rows', () => {
    expect(record.entries()).toEqual([]);
  });

  it('says that a MySQL server refuses the user', async () => {
    const start = begin(second.folder, { MYSQL_URL: mysqlUrl({ password: 'wrong' }) });
    expect(await start.ended).toBe(1);
    expect(start.output()).toContain('does not let');
    expect(start.output()).toContain('(ER_ACCESS_DENIED_ERROR)');
  });

  it('works on the BigQuery API that BIGQUERY_EMULATOR_HOST names, and starts none', async () => {
    const named = {
      MYSQL_URL: mysqlUrl(),
      BIGQUERY_EMULATOR_HOST: `${endpoints.bigquery}/bigquery/v2`,
    };
    const start = begin(third.folder, named);
    expect((await start.ready()).bigquery).toBe(endpoints.bigquery);
    expect(existsSync(join(third.folder, 'bigquery.duckdb'))).toBe(false);
  });

  it('works on the storage that STORAGE_EMULATOR_HOST names, and says that no events come from it', async () => {
    const named = { MYSQL_URL: mysqlUrl(), STORAGE_EMULATOR_HOST: endpoints.storage };
    const start = begin(second.folder, named);
    expect((await start.ready()).storage).toBe(endpoints.storage);
    expect(start.output()).toContain(`${endpoints.storage} sends no events here`);
  });
});
