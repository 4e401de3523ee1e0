import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { Caller } from '../../domain/access/access-control.ts';
import type { PrivateKeySet } from '../../domain/access/key-set.ts';
import type { TokenSigner } from '../../domain/access/token-signer.ts';
import { AppError } from '../../domain/app-error.ts';
import { suiteIssuer } from './suite-tokens.ts';

export interface SignerSettings {
  /** The first key signs. */
  readonly keys: PrivateKeySet;
  /** The suite's URL: functions of another suite refuse the tokens. */
  readonly audience: string;
  readonly seconds: number;
}

/** Signs bearer tokens by Ed25519 (RFC 8037), with the key's `kid`, so that keys can be changed while tokens are about. */
export function joseTokenSigner({ keys, audience, seconds }: SignerSettings): TokenSigner {
  const [first] = keys.keys;
  if (first === undefined) throw new AppError('misconfigured', 'There is no key to sign with.');
  const key = importJWK(first);
  const claimsOf = ({ role, key: jwk }: Caller) => ({
    role,
    ...(jwk === undefined ? {} : { cnf: { jwk } }),
  });
  return {
    seconds,
    sign: async (caller) =>
      new SignJWT(claimsOf(caller))
        .setProtectedHeader({ alg: first.alg, kid: first.kid, typ: 'JWT' })
        .setIssuer(suiteIssuer)
        .setAudience(audience)
        .setSubject(caller.name)
        .setIssuedAt()
        .setExpirationTime(`${seconds} s`)
        .setJti(randomUUID())
        .sign(await key),
  };
}
