/** An answer of ingest-rows; a body as loose as JSON is. */
export interface RowsAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes.
  readonly body: any;
  readonly isReplayed: boolean;
}

type Headers = Readonly<Record<string, string>>;

/** Posts to a served ingest-rows. */
export function rowsCaller(url: () => string) {
  async function post(
    path: string,
    body: string | Buffer | FormData,
    type?: string,
    more: Headers = {},
  ) {
    const headers = { ...(type === undefined ? {} : { 'content-type': type }), ...more };
    const response = await fetch(url() + path, { method: 'POST', headers, body });
    const answer: RowsAnswer = {
      status: response.status,
      body: JSON.parse(await response.text()),
      isReplayed: response.headers.get('idempotency-replayed') === 'true',
    };
    return answer;
  }
  return {
    post,
    send: (path: string, value: unknown, headers: Headers = {}) =>
      post(path, JSON.stringify(value), 'application/json', headers),
  };
}
