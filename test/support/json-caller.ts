export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export type CallJson = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<JsonAnswer>;

/** Sends requests with JSON bodies to a server, and reads JSON answers. */
export function jsonCaller(url: string): CallJson {
  return async (method, path, body, headers = {}) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const value = text === '' ? null : JSON.parse(text);
    return { status: answer.status, headers: answer.headers, body: value };
  };
}
