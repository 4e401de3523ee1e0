import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { type PrivateKeySet, privateKeySetSchema } from '../../domain/access/key-set.ts';

/** How many keys a set keeps: the one that signs, and the one before it, whose tokens may still be about. */
const mostKeys = 2;

/** A new Ed25519 key, named by its thumbprint (RFC 7638), ahead of those that were there. */
export async function addSigningKey(earlier: PrivateKeySet['keys'] = []): Promise<PrivateKeySet> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  const key = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'EdDSA', use: 'sig' };
  return privateKeySetSchema.parse({ keys: [key, ...earlier].slice(0, mostKeys) });
}
