import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { type EncryptionKeys, encryptionKeysSchema } from '../../domain/access/encryption-keys.ts';

/** The one that clients encrypt to, and the one before it, for bodies that are on their way. */
const mostKeys = 2;

/** A new key on X25519, named by its thumbprint (RFC 7638), ahead of those that were there. */
export async function addEncryptionKey(
  earlier: EncryptionKeys['keys'] = [],
): Promise<EncryptionKeys> {
  const alg = 'ECDH-ES+A256KW';
  const { privateKey } = await generateKeyPair(alg, { crv: 'X25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  const key = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg, use: 'enc' };
  return encryptionKeysSchema.parse({ keys: [key, ...earlier].slice(0, mostKeys) });
}
