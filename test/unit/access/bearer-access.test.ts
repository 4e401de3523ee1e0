import { addSigningKey } from '@cutover/shared/adapters/access/add-signing-key.ts';
import {
  type AccessSettings,
  bearerAccess,
} from '@cutover/shared/adapters/access/bearer-access.ts';
import { joseTokenSigner } from '@cutover/shared/adapters/access/token-signer.ts';
import { type PrivateKeySet, publish } from '@cutover/shared/domain/access/key-set.ts';
import { testAudience, testKeys } from '../../support/access.ts';
import { badTokens } from '../../support/forged-tokens.ts';
import { allowedEmail, badIdTokens, type Google, startGoogle } from '../../support/google.ts';

const settings = (more: Partial<AccessSettings> = {}): AccessSettings => ({
  TOKEN_KEYS: publish(testKeys),
  TOKEN_AUDIENCE: testAudience,
  ALLOWED_CALLERS: new Map([[allowedEmail, 'operator']]),
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
  let google: Google;
  let trusting: AccessSettings;

  beforeEach(async () => {
    google = await startGoogle();
    trusting = settings({ GOOGLE_CERTS_URL: google.certsUrl });
  });

  afterEach(() => google.close());

  it('is meant for the function’s own URL where that is set', async () => {
    const url = 'https://cutover-read-rows-1.us-central1.run.app';
    const { identify } = bearerAccess({ ...trusting, GOOGLE_AUDIENCE: url });
    expect(await identify(await google.sign({ aud: url }))).toMatchObject({ name: allowedEmail });
    await expect(identify(await google.sign())).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await identify(await signWith(testKeys))).toMatchObject({ name: 'ann' });
  });

  it('gives its service account the role of the list', async () => {
    const { identify } = bearerAccess(trusting);
    expect(await identify(await google.sign())).toEqual({ name: allowedEmail, role: 'operator' });
  });

  it('of an account off the list is refused by name', async () => {
    const token = await google.sign({ email: 'eve@p.iam.gserviceaccount.com' });
    await expect(bearerAccess(trusting).identify(token)).rejects.toMatchObject({
      code: 'forbidden',
      message: 'eve@p.iam.gserviceaccount.com is not among those who may call (ALLOWED_CALLERS).',
    });
  });

  it.each(Object.entries(badIdTokens))('%s is not taken', async (_what, make) => {
    await expect(bearerAccess(trusting).identify(await make(google))).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  it('costs one fetch of the keys, whoever comes, also at the same time', async () => {
    const { identify } = bearerAccess(trusting);
    const claims = Array.from({ length: 20 }, (_, at) => ({ jti: `${at}` }));
    await Promise.all((await Promise.all(claims.map((each) => google.sign(each)))).map(identify));
    const unknown = await google.sign({}, { kid: 'g2' });
    await expect(identify(unknown)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(google.fetches()).toBe(1);
  });

  it('lets nobody in while the keys can not be had, and says when to come back', async () => {
    const { identify } = bearerAccess(trusting);
    google.fail(true);
    await expect(identify(await google.sign())).rejects.toMatchObject({ code: 'unavailable' });
    google.fail(false);
    expect(await identify(await google.sign())).toMatchObject({ role: 'operator' });
    const nowhere = bearerAccess(settings());
    await expect(nowhere.identify(await google.sign())).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
