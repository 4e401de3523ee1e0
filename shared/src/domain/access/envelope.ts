/** What is encrypted. */
export interface Content {
  /** Its media type. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Bodies that are encrypted end to end: compact JWE (RFC 7516). */
export interface Envelope {
  /**
   * Opens a body that a client has encrypted to the suite. Throws `invalid-request` where it can't be
   * opened, is altered, or older than five minutes; `conflict` where it was opened before, by any
   * instance; `too-large` where its content has more than `most` bytes.
   */
  open(body: string, most: number): Promise<Content>;
  /** Encrypts an answer to a client's public key (JWK). Throws `not-acceptable` where the key is of another kind. */
  seal(content: Content, key: Readonly<Record<string, unknown>>): Promise<string>;
}
