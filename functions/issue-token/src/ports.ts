import type { SignInPorts } from '@cutover/shared/domain/access/sign-in.ts';

/** What the function needs of the world. */
export interface Ports extends SignInPorts {
  /** The public keys by which everybody can verify the suite's tokens (`use: sig`), and encrypt bodies to it (`use: enc`). */
  readonly keys: { readonly keys: readonly object[] };
  /** How many proxies of the platform add an address to X-Forwarded-For. */
  readonly forwardedHops: number;
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
}
