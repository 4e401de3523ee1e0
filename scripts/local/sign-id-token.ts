import { createPublicKey, createSign } from 'node:crypto';
import type { ServiceAccount } from './service-account.ts';

export const idTokenSeconds = 3600;

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** An ID token as Google signs it, but with the local key. */
export function signIdToken({ email, keyId, privateKey }: ServiceAccount, audience: string) {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: 'https://accounts.google.com',
    aud: audience,
    sub: '0',
    azp: '0',
    email,
    email_verified: true,
    iat: now,
    exp: now + idTokenSeconds,
  };
  const text = `${encode({ alg: 'RS256', kid: keyId, typ: 'JWT' })}.${encode(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
}

/** The public key that verifies them, in the form in which Google publishes its own. */
export function listCerts({ keyId, publicKey }: ServiceAccount): object {
  const key = createPublicKey(publicKey).export({ format: 'jwk' });
  return { keys: [{ ...key, kid: keyId, alg: 'RS256', use: 'sig' }] };
}
