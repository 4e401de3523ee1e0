import { decodeJwt, errors } from 'jose';
import * as z from 'zod';
import type { AccessControl } from '../../domain/access/access-control.ts';
import type { AllowList } from '../../domain/access/allow-list.ts';
import type { PublicKeySet } from '../../domain/access/key-set.ts';
import { AppError } from '../../domain/app-error.ts';
import { googleIssuers, verifyGoogleToken } from './google-tokens.ts';
import { rememberTokens } from './remember-tokens.ts';
import { verifySuiteToken } from './suite-tokens.ts';

/** Whose tokens are good; the names are those of the functions' environment. */
export interface AccessSettings {
  /** The public keys of the suite's own tokens. */
  readonly TOKEN_KEYS: PublicKeySet;
  /** What a token must be meant for (`aud`): the suite's URL. */
  readonly TOKEN_AUDIENCE: string;
  /** What Google's tokens must be meant for instead, where it is set: the function's own URL. */
  readonly GOOGLE_AUDIENCE?: string | undefined;
  /** The service accounts that may call with ID tokens signed by Google. */
  readonly ALLOWED_CALLERS: AllowList;
  readonly GOOGLE_CERTS_URL: string;
}

const mostRemembered = 1000;

/** What is no fault of the token goes on as it is. */
function explain(error: unknown): unknown {
  if (!(error instanceof errors.JOSEError || error instanceof z.ZodError)) return error;
  const message =
    error instanceof errors.JWTExpired
      ? 'The token has expired; sign in again (POST /auth/token).'
      : 'The token is not valid here; sign in (POST /auth/token).';
  return new AppError('unauthenticated', message, { cause: error });
}

/** Takes the suite's own tokens and Google's ID tokens. A token is verified once and then remembered until it expires. */
export function bearerAccess(settings: AccessSettings): AccessControl {
  const audience = settings.TOKEN_AUDIENCE;
  const verifyOwn = verifySuiteToken(settings.TOKEN_KEYS, audience);
  const verifyGoogle = verifyGoogleToken({
    certsUrl: settings.GOOGLE_CERTS_URL,
    audience: settings.GOOGLE_AUDIENCE ?? audience,
    allowed: settings.ALLOWED_CALLERS,
  });
  const verify = rememberTokens(
    async (token) => {
      const isGoogle = googleIssuers.includes(decodeJwt(token).iss ?? '');
      return isGoogle ? verifyGoogle(token) : verifyOwn(token);
    },
    mostRemembered,
    Date.now,
  );
  return {
    identify: async (token) => {
      try {
        return (await verify(token)).caller;
      } catch (error) {
        throw explain(error);
      }
    },
  };
}
