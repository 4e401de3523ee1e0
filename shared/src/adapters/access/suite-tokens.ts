import { createLocalJWKSet, type JWTVerifyOptions, jwtVerify } from 'jose';
import * as z from 'zod';
import type { PublicKeySet } from '../../domain/access/key-set.ts';
import { roles } from '../../domain/access/role.ts';
import type { VerifyToken } from './verified-token.ts';

/** Who the suite's own tokens are from (`iss`). */
export const suiteIssuer = 'cutover';

/** How far the clocks of two machines may be apart, and how old a token may be that claims to live on. */
export const tokenTimes: Pick<JWTVerifyOptions, 'clockTolerance' | 'maxTokenAge'> = {
  clockTolerance: '5 s',
  maxTokenAge: '1 day',
};

const claimsSchema = z.object({
  sub: z.string().min(1),
  role: z.enum(roles),
  exp: z.number(),
  /** Proof of possession (RFC 7800): the client's public key. */
  cnf: z.object({ jwk: z.record(z.string(), z.unknown()) }).optional(),
});

/** Verifies tokens of the suite by its public keys; which one, the token's `kid` says. */
export function verifySuiteToken(keys: PublicKeySet, audience: string): VerifyToken {
  const findKey = createLocalJWKSet(keys);
  const options = { ...tokenTimes, issuer: suiteIssuer, audience, algorithms: ['EdDSA'] };
  return async (token) => {
    const { payload } = await jwtVerify(token, findKey, options);
    const { sub: name, role, exp, cnf } = claimsSchema.parse(payload);
    const key = cnf === undefined ? {} : { key: cnf.jwk };
    return { caller: { name, role, ...key }, expiresAt: exp * 1000 };
  };
}
