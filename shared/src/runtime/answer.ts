/** What a route answers. Without `status` it is 200; `headers` go on top of the runtime's own. */
export interface Answer {
  readonly status?: number;
  /** The Content-Type, with its charset where it is text. */
  readonly type: string;
  /** A stream is sent as it comes; where it fails, the connection is broken off, so that nobody takes it for whole. */
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The public key (JWK) of a caller who has not signed in: an answer that is to be encrypted is so to it. */
  readonly sealTo?: Readonly<Record<string, unknown>>;
}

/** An answer of JSON, ended by a newline so that it reads well in a terminal. */
export function answerJson(
  value: unknown,
  more: Pick<Answer, 'status' | 'headers' | 'sealTo'> = {},
): Answer {
  return { type: 'application/json; charset=utf-8', body: `${JSON.stringify(value)}\n`, ...more };
}

/** An answer of headers alone (204). */
export function answerNothing(headers: Answer['headers'] & {}): Answer {
  return { status: 204, type: 'text/plain', body: '', headers };
}
