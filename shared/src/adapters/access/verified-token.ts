import type { Caller } from '../../domain/access/access-control.ts';

/** What a good token says. */
export interface VerifiedToken {
  readonly caller: Caller;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Rejects with an error of jose where the token is not good. */
export type VerifyToken = (token: string) => Promise<VerifiedToken>;
