import type { Role } from './role.ts';

/** Who sent a request, as a bearer token proves it. */
export interface Caller {
  /** A user's name, or the e-mail of a service account. */
  readonly name: string;
  readonly role: Role;
  /** The client's public key (JWK, RFC 7517) that it gave when it signed in: answers can be encrypted to it. */
  readonly key?: Readonly<Record<string, unknown>>;
}

export interface AccessControl {
  /**
   * Finds who sent a bearer token. Throws `unauthenticated` where the token is not good, `forbidden`
   * where it is and its sender has no role, `unavailable` when the keys to check it by can't be had.
   */
  identify(token: string): Promise<Caller>;
}
