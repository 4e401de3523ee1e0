import { createServer } from 'node:http';
import { addSigningKey } from '@cutover/shared/adapters/access/add-signing-key.ts';
import {
  type AccessSettings,
  bearerAccess,
} from '@cutover/shared/adapters/access/bearer-access.ts';
import { joseTokenSigner } from '@cutover/shared/adapters/access/token-signer.ts';
import { type PrivateKeySet, publish } from '@cutover/shared/domain/access/key-set.ts';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Listening, listen } from '../../../scripts/local/listen.ts';
import { testAudience, testKeys } from '../../support/access.ts';
import { badTokens, type Claims } from '../../support/forged-tokens.ts';

const settings = (more: Partial<AccessSettings> = {}): AccessSettings => ({
  TOKEN_KEYS: publish(testKeys),
  TOKEN_AUDIENCE: testAudience,
  ALLOWED_CALLERS: new Map([['scheduler@p.iam.gserviceaccount.com', 'operator']]),
  GOOGLE_CERTS_URL: 'http://127.0.0.1:9/certs',
  ...more,
});

const signWith = (keys: PrivateKeySet) =>
  joseTokenSigner({ keys, audience: testAudience, seconds: 900 }).sign({
    name: 'ann',
    role: 'viewer',
  });

describe('a token of the suite', () => {
  const { identify } = bearerAccess(settings());

  it('names its user, the role and the key that answers are encrypted to', async () => {
    const key = { kty: 'OKP', crv: 'X25519', x: 'AAAA' };
    const signer = joseTokenSigner({ keys: testKeys, audience: testAudience, seconds: 900 });
    const caller = { name: 'ann', role: 'operator', key } as const;
    expect(await identify(await signer.sign(caller))).toEqual(caller);
    expect(await identify(await signWith(testKeys))).toEqual({ name: 'ann', role: 'viewer' });
  });

  it.each(Object.entries(badTokens))('%s is not taken', async (_what, make) => {
    await expect(identify(await make())).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('that has expired says so', async () => {
    const expired = identify((await badTokens['that has expired']?.()) ?? '');
    await expect(expired).rejects.toThrow('The token has expired; sign in again');
  });

  it('stays good while its key stands behind a newer one, and no longer', async () => {
    const first = await addSigningKey();
    const second = await addSigningKey(first.keys);
    const third = await addSigningKey(second.keys);
    const [old, current] = [await signWith(first), await signWith(second)];
    const accessOf = (keys: PrivateKeySet) => bearerAccess(settings({ TOKEN_KEYS: publish(keys) }));
    expect(await accessOf(second).identify(old)).toMatchObject({ name: 'ann' });
    expect(await accessOf(second).identify(current)).toMatchObject({ name: 'ann' });
    for (const [keys, token] of [
      [first, current],
      [third, old],
    ] as const) {
      await expect(accessOf(keys).identify(token)).rejects.toMatchObject({
        code: 'unauthenticated',
      });
    }
  });
});

describe('an ID token of Google', () => {
  let key: CryptoKey;
  let certs: object;
  let fetches = 0;
  let isDown = false;
  let server: Listening;
  let google: AccessSettings;

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256');
    key = pair.privateKey;
    certs = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'g1', alg: 'RS256' }] };
    const app = createServer((_request, response) => {
      fetches += 1;
      if (isDown) response.writeHead(500).end();
      else response.end(JSON.stringify(certs));
    });
    server = await listen(app, 0);
    google = settings({ GOOGLE_CERTS_URL: server.url });
  });

  beforeEach(() => {
    fetches = 0;
    isDown = false;
  });

  afterAll(() => server.close());

  const sign = (claims: Claims = {}, kid = 'g1', by = key) =>
    new SignJWT({
      iss: 'https://accounts.google.com',
      aud: testAudience,
      sub: '0',
      email: 'scheduler@p.iam.gserviceaccount.com',
      email_verified: true,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuedAt()
      .setExpirationTime('1 h')
      .sign(by);

  it('gives its service account the role of the list', async () => {
    expect(await bearerAccess(google).identify(await sign())).toEqual({
      name: 'scheduler@p.iam.gserviceaccount.com',
      role: 'operator',
    });
  });

  it('of an account off the list is refused by name', async () => {
    const token = await sign({ email: 'eve@p.iam.gserviceaccount.com' });
    await expect(bearerAccess(google).identify(token)).rejects.toMatchObject({
      code: 'forbidden',
      message: 'eve@p.iam.gserviceaccount.com is not among those who may call (ALLOWED_CALLERS).',
    });
  });

  it.each<[string, () => Promise<string>]>([
    ['whose e-mail is not verified', () => sign({ email_verified: false })],
    ['without an e-mail', () => sign({ email: undefined })],
    ['for another audience', () => sign({ aud: 'https://other.example.com' })],
    ['of a key that Google does not have', () => sign({}, 'g2')],
    ['signed by another', async () => sign({}, 'g1', (await generateKeyPair('RS256')).privateKey)],
  ])('%s is not taken', async (_what, make) => {
    await expect(bearerAccess(google).identify(await make())).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  it('costs one fetch of the keys, whoever comes, also at the same time', async () => {
    const { identify } = bearerAccess(google);
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, at) => sign({ jti: `${at}` })));
    await Promise.all(tokens.map(identify));
    await expect(identify(await sign({}, 'g2'))).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(fetches).toBe(1);
  });

  it('lets nobody in while the keys can not be had, and says when to come back', async () => {
    const { identify } = bearerAccess(google);
    isDown = true;
    await expect(identify(await sign())).rejects.toMatchObject({ code: 'unavailable' });
    isDown = false;
    expect(await identify(await sign())).toMatchObject({ role: 'operator' });
    const nowhere = bearerAccess(settings());
    await expect(nowhere.identify(await sign())).rejects.toMatchObject({ code: 'unavailable' });
  });
});
