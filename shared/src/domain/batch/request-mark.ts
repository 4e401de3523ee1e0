/** By what a request is known again (Idempotency-Key, draft-ietf-httpapi-idempotency-key-header). */
export interface RequestMark {
  /** Of caller, route and key; 32 bytes. */
  readonly id: Uint8Array;
  /** Of what was sent; 32 bytes. */
  readonly content: Uint8Array;
}

/** A key, and whose it is for what: the same key of another caller or route is another one. */
export interface RequestKey {
  readonly caller: string;
  readonly route: string;
  readonly key: string;
}

/** Makes the mark of a request that sent these things. */
export type MarkRequest = (
  key: RequestKey,
  content: readonly (string | Uint8Array)[],
) => RequestMark;
