import type { VerifiedToken, VerifyToken } from './verified-token.ts';

/**
 * Makes `verify` answer from memory for a token that it has found good, until that expires. The
 * newest `most` tokens are kept. `now` tells the time in milliseconds.
 */
export function rememberTokens(verify: VerifyToken, most: number, now: () => number): VerifyToken {
  const kept = new Map<string, VerifiedToken>();
  return async (token) => {
    const known = kept.get(token);
    if (known !== undefined && now() < known.expiresAt) return known;
    kept.delete(token);
    const verified = await verify(token);
    kept.set(token, verified);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return verified;
  };
}
