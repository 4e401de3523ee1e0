import type { Caller } from './access-control.ts';

export interface TokenSigner {
  /** How long its tokens are good. */
  readonly seconds: number;
  /** Signs a new bearer token of the suite for a caller; each has an id of its own. */
  sign(caller: Caller): Promise<string>;
}
