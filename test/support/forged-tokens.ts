import { addSigningKey } from '@cutover/shared/adapters/access/add-signing-key.ts';
import type { PrivateKeySet } from '@cutover/shared/domain/access/key-set.ts';
import { importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { testAudience, testKeys } from './access.ts';

const now = () => Math.floor(Date.now() / 1000);

/** A claim that is undefined is left out. */
export type Claims = Readonly<Record<string, unknown>>;

const goodClaims = () => ({
  iss: 'cutover',
  aud: testAudience,
  sub: 'ann',
  role: 'admin',
  iat: now(),
  exp: now() + 900,
  jti: '1',
});

/** A token of the suite's form, good but for what is said here. */
export async function forgeToken(
  claims: Claims = {},
  { keys = testKeys, kid }: { keys?: PrivateKeySet; kid?: string } = {},
): Promise<string> {
  const [key] = keys.keys;
  if (key === undefined) throw new Error('There is no key.');
  return new SignJWT({ ...goodClaims(), ...claims })
    .setProtectedHeader({ alg: 'EdDSA', kid: kid ?? key.kid })
    .sign(await importJWK(key, 'EdDSA'));
}

const others = await addSigningKey();
const [ownKey] = testKeys.keys;

/** Signed with the public key as the secret of an HMAC, which naive verifiers take. */
async function confuseAlgorithm(): Promise<string> {
  return new SignJWT(goodClaims())
    .setProtectedHeader({ alg: 'HS256', kid: ownKey?.kid ?? '' })
    .sign(Buffer.from(ownKey?.x ?? '', 'base64url'));
}

function swapClaims(token: string): string {
  const [header, , signature] = token.split('.');
  const claims = { ...goodClaims(), sub: 'eve' };
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
}

/** Tokens that nobody may be let in with, by what is wrong with them. */
export const badTokens: Readonly<Record<string, () => Promise<string>>> = {
  'that has expired': () => forgeToken({ exp: now() - 60 }),
  'that never expires': () => forgeToken({ exp: undefined }),
  'that is valid later': () => forgeToken({ nbf: now() + 600 }),
  'from the future': () => forgeToken({ iat: now() + 600 }),
  'that is older than any may be': () => forgeToken({ iat: now() - 100_000 }),
  'without a moment of birth': () => forgeToken({ iat: undefined }),
  'for another audience': () => forgeToken({ aud: 'https://other.example.com' }),
  'for no audience': () => forgeToken({ aud: undefined }),
  'of another issuer': () => forgeToken({ iss: 'https://login.example.com' }),
  'of Google’s name, signed by the suite': () => forgeToken({ iss: 'https://accounts.google.com' }),
  'without a role': () => forgeToken({ role: undefined }),
  'of a role that is not there': () => forgeToken({ role: 'root' }),
  'of nobody': () => forgeToken({ sub: undefined }),
  'signed by another key': () => forgeToken({}, { keys: others }),
  'signed by another key under a known kid': () =>
    forgeToken({}, { keys: others, kid: ownKey?.kid ?? '' }),
  'of alg=none': async () => new UnsecuredJWT(goodClaims()).encode(),
  'whose secret is the public key': confuseAlgorithm,
  'whose claims were changed': async () => swapClaims(await forgeToken()),
  'without its signature': async () => (await forgeToken()).replace(/[^.]+$/, ''),
  'that is none': async () => 'ann',
};
