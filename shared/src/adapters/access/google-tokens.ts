import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';
import type { AllowList } from '../../domain/access/allow-list.ts';
import { AppError } from '../../domain/app-error.ts';
import { tokenTimes } from './suite-tokens.ts';
import type { VerifyToken } from './verified-token.ts';

/** Who Google's ID tokens are from: https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken */
export const googleIssuers = ['https://accounts.google.com', 'accounts.google.com'];

const claimsSchema = z.object({
  email: z.string(),
  email_verified: z.literal(true),
  exp: z.number(),
});

/** That a token names no known key is the token's fault; anything else is the certificates' server's. */
function isOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys
  );
}

/** Google's public keys, fetched once for all tokens and kept, again after ten minutes or for a new `kid`. */
function googleKeys(certsUrl: string): JWTVerifyGetKey {
  const findKey = createRemoteJWKSet(new URL(certsUrl));
  return async (header, token) => {
    try {
      return await findKey(header, token);
    } catch (cause) {
      if (isOfToken(cause)) throw cause;
      const message = "Google's public keys can not be had just now; try again.";
      throw new AppError('unavailable', message, { cause });
    }
  };
}

export interface GoogleTokens {
  readonly certsUrl: string;
  readonly audience: string;
  readonly allowed: AllowList;
}

/** Verifies ID tokens that Google has signed, of callers whose e-mail is proven and on the list. */
export function verifyGoogleToken({ certsUrl, audience, allowed }: GoogleTokens): VerifyToken {
  const findKey = googleKeys(certsUrl);
  const options = { ...tokenTimes, issuer: googleIssuers, audience, algorithms: ['RS256'] };
  return async (token) => {
    const { payload } = await jwtVerify(token, findKey, options);
    const { email, exp } = claimsSchema.parse(payload);
    const role = allowed.get(email.toLowerCase());
    if (role === undefined) {
      throw new AppError(
        'forbidden',
        `${email} is not among those who may call (ALLOWED_CALLERS).`,
      );
    }
    return { caller: { name: email, role }, expiresAt: exp * 1000 };
  };
}
