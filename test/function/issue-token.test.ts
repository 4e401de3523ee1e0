import { bearerAccess } from '@cutover/shared/adapters/access/bearer-access.ts';
import { joseTokenSigner } from '@cutover/shared/adapters/access/token-signer.ts';
import { mysqlSignInAttempts } from '@cutover/shared/adapters/mysql/access/sign-in-attempts.ts';
import { mysqlUserStore } from '@cutover/shared/adapters/mysql/access/user-store.ts';
import { addFirstAdmin } from '@cutover/shared/domain/access/add-first-admin.ts';
import { publish } from '@cutover/shared/domain/access/key-set.ts';
import type { UserStore } from '@cutover/shared/domain/access/user-store.ts';
import { httpFunction } from '@cutover/shared/runtime/http-function.ts';
import { http } from '@google-cloud/functions-framework';
import { decodeJwt, exportJWK, generateKeyPair } from 'jose';
import { routes } from '../../functions/issue-token/src/handler.ts';
import { testAccess, testAudience, testKeys } from '../support/access.ts';
import { countingHasher } from '../support/counting-hasher.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type CallJson, jsonCaller } from '../support/json-caller.ts';
import { memoryLogger } from '../support/memory-logger.ts';
import { type ServedFunction, serveFunction } from '../support/serve-function.ts';

const password = 'correct horse battery staple';

describe('issue-token', () => {
  const logger = memoryLogger();
  let database: TestDatabase;
  let users: UserStore;
  let served: ServedFunction;
  let call: CallJson;
  const passwords = countingHasher();
  const access = testAccess;

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
    users = mysqlUserStore(database.pool);
    const { pool } = await database.signInAs('issue-token');
    const own = mysqlUserStore(pool);
    await addFirstAdmin(own, passwords, { name: 'ann', password });
    const ports = {
      users: own,
      passwords,
      attempts: mysqlSignInAttempts(pool),
      signer: joseTokenSigner({ keys: testKeys, audience: testAudience, seconds: 900 }),
      keys: publish(testKeys),
      forwardedHops: 1,
      ping: async () => {},
    };
    http('issue-token', httpFunction({ connect: async () => ports, access, routes, logger }));
    served = await serveFunction('issue-token');
    call = jsonCaller(served.url);
  });

  beforeEach(() => database.pool.query('DELETE FROM cutover_sign_in'));

  afterAll(async () => {
    served.close();
    await database.drop();
  });

  const anonymous = { authorization: '' };
  const signIn = (body: object, headers = {}) =>
    call('POST', '/auth/token', body, { ...anonymous, ...headers });
  const identify = async (answer: { body: unknown }) =>
    (await access()).identify((answer.body as { access_token: string }).access_token);

  it.each(['/auth/token', '/api/v1/login/access-token'])(
    'gives a token for a name and a password at %s',
    async (path) => {
      const answer = await call('POST', path, { username: 'ann', password }, anonymous);
      expect(answer).toMatchObject({
        status: 200,
        body: { token_type: 'bearer', expires_in: 900, role: 'admin' },
      });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await identify(answer)).toEqual({ name: 'ann', role: 'admin' });
    },
  );

  it('takes the form of the password grant, with what OAuth clients send along', async () => {
    const fields = { grant_type: 'password', scope: '', client_id: '', client_secret: '' };
    const body = new URLSearchParams({ ...fields, username: 'ann', password });
    const answer = await fetch(`${served.url}/auth/token`, { method: 'POST', body });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ token_type: 'bearer', role: 'admin' });
    body.append('username', 'bob');
    const twice = await fetch(`${served.url}/auth/token`, { method: 'POST', body });
    expect(twice.status).toBe(400);
    expect(await twice.json()).toMatchObject({ errors: [{ at: 'username' }] });
  });

  it('gives each token a life of a quarter of an hour and an id of its own', async () => {
    const tokens = [
      await signIn({ username: 'ann', password }),
      await signIn({ username: 'ann', password }),
    ].map(({ body }) => decodeJwt((body as { access_token: string }).access_token));
    expect(tokens[0]).toMatchObject({ iss: 'cutover', aud: testAudience, sub: 'ann' });
    expect(tokens.map(({ iat = 0, exp = 0 }) => exp - iat)).toEqual([900, 900]);
    expect(new Set(tokens.map(({ jti }) => jti)).size).toBe(2);
  });

  it('puts the client’s public key in the token, and takes no private one', async () => {
    const pair = await generateKeyPair('ECDH-ES', { crv: 'X25519', extractable: true });
    const jwk = await exportJWK(pair.publicKey);
    const answer = await signIn({ username: 'ann', password, jwk });
    expect(await identify(answer)).toEqual({ name: 'ann', role: 'admin', key: jwk });
    const secret = await exportJWK(pair.privateKey);
    expect(await signIn({ username: 'ann', password, jwk: secret })).toMatchObject({
      status: 400,
      body: { errors: [{ at: '/jwk/d' }] },
    });
  });

  it('says the same, after the same work, whichever part is wrong', async () => {
    const wrong = [
      { username: 'ann', password: 'wrong' },
      { username: 'bob', password },
      { username: 'ann ', password },
      { username: 'Ann', password },
      { username: "ann' OR '1'='1", password },
      { username: 'ann\0', password },
    ];
    for (const credentials of wrong) {
      const before = passwords.verified();
      const answer = await signIn(credentials);
      expect(passwords.verified() - before).toBe(1);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="cutover"');
      expect(answer.body).toMatchObject({
        code: 'unauthenticated',
        detail: 'The user name or the password is wrong.',
      });
    }
  });

  it('refuses what is no name or password before it hashes anything', async () => {
    const before = passwords.verified();
    for (const [body, at] of [
      [{ username: 'ann', password: 'x'.repeat(1025) }, '/password'],
      [{ username: 'x'.repeat(257), password }, '/username'],
      [{ username: 'ann', password: '' }, '/password'],
      [{ username: 'ann', password: `${password}\0` }, '/password'],
      [{ username: { $ne: '' }, password }, '/username'],
      [{ username: 'ann' }, '/password'],
      [{ username: 'ann', password, role: 'admin' }, '/role'],
      [{ username: 'ann', password, grant_type: 'client_credentials' }, '/grant_type'],
    ] as const) {
      expect(await signIn(body)).toMatchObject({ status: 400, body: { errors: [{ at }] } });
    }
    expect(passwords.verified()).toBe(before);
  });

  it('lets a change of role, and a removal, count from the next token on', async () => {
    await users.add({ name: 'bob', role: 'viewer', passwordHash: await passwords.hash(password) });
    const credentials = { username: 'bob', password };
    const first = await signIn(credentials);
    await users.change('bob', { role: 'operator' });
    const second = await signIn(credentials);
    await users.remove('bob');
    expect((await signIn(credentials)).status).toBe(401);
    expect(await identify(first)).toEqual({ name: 'bob', role: 'viewer' });
    expect(await identify(second)).toEqual({ name: 'bob', role: 'operator' });
  });

  it('makes a guesser wait, by the name whatever the address, also where there is no such name', async () => {
    for (const username of ['ann', 'nobody']) {
      const guess = (at: number) =>
        signIn({ username, password: 'guess' }, { 'x-forwarded-for': `203.0.113.${at}` });
      for (let attempt = 1; attempt < 10; attempt += 1) {
        expect((await guess(attempt)).status).toBe(401);
      }
      await database.pool.query('UPDATE cutover_sign_in SET attempts = 18 WHERE attempts = 9');
      expect((await guess(10)).status).toBe(401);
      const before = passwords.verified();
      const answer = await signIn({ username, password }, { 'x-forwarded-for': '203.0.113.99' });
      expect(answer.status).toBe(429);
      const seconds = Number(answer.headers.get('retry-after'));
      expect(seconds).toBeGreaterThan(400);
      expect(seconds).toBeLessThanOrEqual(512);
      expect(answer.body).toMatchObject({
        code: 'too-many-requests',
        detail: `Too many attempts to sign in; try again in ${seconds} s.`,
      });
      expect(passwords.verified()).toBe(before);
    }
  });

  it('believes the address that the platform has seen, not those before it', async () => {
    await database.pool.query('DELETE FROM cutover_sign_in');
    await signIn({ username: 'u1', password: 'x' }, { 'x-forwarded-for': '1.1.1.1, 9.9.9.9' });
    await signIn({ username: 'u2', password: 'x' }, { 'x-forwarded-for': '2.2.2.2,9.9.9.9' });
    const [rows] = await database.pool.query('SELECT attempts FROM cutover_sign_in ORDER BY 1');
    expect(rows).toEqual([{ attempts: 1 }, { attempts: 1 }, { attempts: 2 }]);
  });

  it('shows the public keys to everyone, and nothing else of them', async () => {
    const answer = await call('GET', '/.well-known/jwks.json', undefined, anonymous);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(publish(testKeys));
    expect(JSON.stringify(answer.body)).not.toContain('"d"');
    const { TOKEN_KEYS } = { TOKEN_KEYS: answer.body as ReturnType<typeof publish> };
    const elsewhere = bearerAccess({
      TOKEN_KEYS,
      TOKEN_AUDIENCE: testAudience,
      ALLOWED_CALLERS: new Map(),
      GOOGLE_CERTS_URL: 'http://127.0.0.1:9/',
    });
    const { body } = await signIn({ username: 'ann', password });
    const { access_token } = body as { access_token: string };
    expect(await elsewhere.identify(access_token)).toMatchObject({ name: 'ann' });
  });

  it('writes who signed in to the log, and neither passwords nor tokens', async () => {
    const { body } = await signIn({ username: 'ann', password });
    await signIn({ username: 'my secret', password: 'other secret' });
    const { access_token } = body as { access_token: string };
    const text = JSON.stringify(logger.lines);
    expect(logger.lines).toContainEqual(
      expect.objectContaining({ message: 'signed in', user: 'ann', role: 'admin' }),
    );
    for (const secret of [password, access_token, 'my secret', 'other secret']) {
      expect(text).not.toContain(secret);
    }
  });
});
