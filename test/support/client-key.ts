import { randomUUID } from 'node:crypto';
import { publishEncryptionKeys } from '@cutover/shared/domain/access/encryption-keys.ts';
import { CompactEncrypt, compactDecrypt, exportJWK, generateKeyPair, importJWK } from 'jose';
import { testEncryptionKeys } from './access.ts';

const alg = 'ECDH-ES+A256KW';

/** A client's own key, and what it does with it. */
export async function makeClientKey() {
  const { publicKey, privateKey } = await generateKeyPair(alg, { crv: 'X25519' });
  return {
    jwk: { ...(await exportJWK(publicKey)), kid: 'client' } as Record<string, unknown>,
    /** What an answer holds, and the media type that it says. */
    async open(sealed: string) {
      const { plaintext, protectedHeader } = await compactDecrypt(sealed, privateKey);
      return { type: protectedHeader.cty, text: Buffer.from(plaintext).toString() };
    },
  };
}

/** Encrypts a body to the tests' key, as a client does. */
export async function sealBody(text: string, header: Readonly<Record<string, unknown>> = {}) {
  const [key] = publishEncryptionKeys(testEncryptionKeys).keys;
  const iat = Math.floor(Date.now() / 1000);
  return new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({
      alg,
      enc: 'A256GCM',
      kid: key?.kid ?? '',
      iat,
      jti: randomUUID(),
      ...header,
    })
    .encrypt(await importJWK({ ...key }));
}
