import { mysqlReplayGuard } from '@cutover/shared/adapters/mysql/access/replay-guard.ts';
import type { ReplayGuard } from '@cutover/shared/domain/access/replay-guard.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { inMemoryReplayGuard } from '../support/in-memory-replay-guard.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
});

afterAll(() => database.drop());

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000);

describe.each<[string, () => ReplayGuard]>([
  ['memory', () => inMemoryReplayGuard()],
  ['MySQL', () => mysqlReplayGuard(database.pool)],
])('a replay guard in %s', (_material, open) => {
  let guard: ReplayGuard;
  beforeAll(() => {
    guard = open();
  });

  it('lets an id be claimed once', async () => {
    expect(await guard.claim('first', inSeconds(60))).toBe(true);
    expect(await guard.claim('second', inSeconds(60))).toBe(true);
    expect(await guard.claim('first', inSeconds(60))).toBe(false);
  });

  it('tells ids apart that look alike', async () => {
    for (const id of ['é', 'É', 'e', 'e ', "e'; --", 'x'.repeat(256)]) {
      expect(await guard.claim(id, inSeconds(60))).toBe(true);
    }
  });

  it('lets one of many win that claim an id at the same time', async () => {
    const claims = Array.from({ length: 20 }, () => guard.claim('contested', inSeconds(60)));
    expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
  });

  it('forgets an id after its time', async () => {
    expect(await guard.claim('brief', inSeconds(-1))).toBe(true);
    expect(await guard.claim('brief', inSeconds(60))).toBe(true);
    expect(await guard.claim('brief', inSeconds(60))).toBe(false);
  });
});

it('a replay guard in MySQL keeps nothing but what may come again', async () => {
  const guard = mysqlReplayGuard(database.pool);
  await database.pool.query('DELETE FROM cutover_opened_body');
  for (let at = 0; at < 30; at += 1) await guard.claim(`old-${at}`, inSeconds(-1));
  await guard.claim('new', inSeconds(60));
  const [rows] = await database.pool.query('SELECT id FROM cutover_opened_body');
  expect(rows).toHaveLength(1);
});
