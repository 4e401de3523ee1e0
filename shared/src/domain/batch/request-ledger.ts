import type { RequestMark } from './request-mark.ts';

/** A request that is worked on: the load that it belongs to, or how it was answered. */
export type BegunRequest =
  | { readonly kind: 'answered'; readonly answer: string }
  | { readonly kind: 'begun'; readonly identity: string };

/** What is known of requests whose work takes more than one transaction. */
export interface RequestLedger {
  /**
   * Notes that the request has come, with the identity of its load; one that came before goes on
   * with the load that it began. Throws `key-reused` where the key came with another request.
   */
  begin(mark: RequestMark, identity: string): Promise<BegunRequest>;
  /** Keeps the request's answer. */
  answer(mark: RequestMark, identity: string, answer: string): Promise<void>;
  /** Removes requests that are kept no longer; returns how many. */
  removeExpired(): Promise<number>;
}
