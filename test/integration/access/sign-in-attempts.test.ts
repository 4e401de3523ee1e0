import { mysqlSignInAttempts } from '@cutover/shared/adapters/mysql/access/sign-in-attempts.ts';
import { connectMysql } from '@cutover/shared/adapters/mysql/connect.ts';
import { allowances, type SignInAttempts } from '@cutover/shared/domain/access/sign-in-attempts.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const user = (name: string) => ({ kind: 'user', name }) as const;
const { free, mostWaitSeconds } = allowances.user;

describe('attempts to sign in', () => {
  let database: TestDatabase;
  /** Two instances: each has a pool of its own. */
  let instances: { attempts: SignInAttempts; close: () => Promise<void> }[];
  let here: SignInAttempts;
  let there: SignInAttempts;

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
    instances = await Promise.all(
      [1, 2].map(async () => {
        const { pool, close } = await connectMysql(database.target, 5);
        return { attempts: mysqlSignInAttempts(pool), close };
      }),
    );
    const [first, second] = instances;
    if (first === undefined || second === undefined) throw new Error('There are two.');
    here = first.attempts;
    there = second.attempts;
  });

  beforeEach(() => database.pool.query('DELETE FROM cutover_sign_in'));

  afterAll(async () => {
    await Promise.all(instances.map(({ close }) => close()));
    await database.drop();
  });

  const shift = (column: string, seconds: number) =>
    database.pool.query(`UPDATE cutover_sign_in SET ${column} = ${column} - INTERVAL ? SECOND`, [
      seconds,
    ]);
  const setAttempts = (count: number) =>
    database.pool.query('UPDATE cutover_sign_in SET attempts = ?, next_at = UTC_TIMESTAMP(3)', [
      count,
    ]);

  it('are free at first, and counted by all instances together, also at the same time', async () => {
    const waits = await Promise.all(
      Array.from({ length: 3 * free }, (_, at) => (at % 2 === 0 ? here : there).claim(user('ann'))),
    );
    const refused = waits.filter((wait) => wait > 0);
    // One more may come in where a busy machine takes longer than the first wait.
    expect(refused.length).toBeGreaterThan(free);
    const [rows] = await database.pool.query('SELECT attempts FROM cutover_sign_in');
    expect(rows).toEqual([{ attempts: waits.length - refused.length }]);
  });

  it('wait twice as long each time, up to a bound', async () => {
    await here.claim(user('ann'));
    const waits: number[] = [];
    for (const before of [free, free + 1, free + 5, free + 30]) {
      await setAttempts(before);
      await here.claim(user('ann'));
      waits.push(await there.claim(user('ann')));
    }
    for (const [at, most] of [2, 4, 64, mostWaitSeconds].entries()) {
      expect(waits[at]).toBeGreaterThan(most / 2 - 2);
      expect(waits[at]).toBeLessThanOrEqual(most);
    }
  });

  it('do not make the wait longer while they are refused', async () => {
    await here.claim(user('ann'));
    await setAttempts(free + 5);
    await here.claim(user('ann'));
    const first = await here.claim(user('ann'));
    for (let again = 0; again < 5; again += 1) {
      expect(await there.claim(user('ann'))).toBeLessThanOrEqual(first);
    }
    await shift('next_at', 64);
    expect(await there.claim(user('ann'))).toBe(0);
  });

  it('are forgotten an hour after the last one, and rows of others with them', async () => {
    for (const name of ['bob', 'eve', 'ann']) await here.claim(user(name));
    await setAttempts(free + 30);
    await here.claim(user('ann'));
    await shift('forget_at', 3600);
    await shift('next_at', 3600);
    expect(await there.claim(user('ann'))).toBe(0);
    expect(await there.claim(user('zoe'))).toBe(0);
    const [rows] = await database.pool.query('SELECT attempts FROM cutover_sign_in');
    expect(rows).toEqual([{ attempts: 1 }, { attempts: 1 }]);
  });

  it('are of a user or an address each, and can be forgotten or taken back', async () => {
    const address = { kind: 'address', name: 'ann' } as const;
    await here.claim(user('ann'));
    await here.claim(address);
    await here.claim(address);
    await there.takeBack(address);
    await there.forget(user('ann'));
    const [rows] = await database.pool.query('SELECT attempts FROM cutover_sign_in');
    expect(rows).toEqual([{ attempts: 1 }]);
    await there.takeBack(address);
    await there.takeBack(address);
    await there.takeBack(user('nobody'));
    const [left] = await database.pool.query('SELECT attempts FROM cutover_sign_in');
    expect(left).toEqual([{ attempts: 0 }]);
  });

  it('keep no name and no address', async () => {
    await here.claim(user('my password'));
    const [rows] = await database.pool.query('SELECT subject FROM cutover_sign_in');
    expect(rows).toEqual([{ subject: expect.stringMatching(/^[\da-f]{64}$/) }]);
  });
});
