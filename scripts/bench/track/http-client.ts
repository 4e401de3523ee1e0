import { Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly milliseconds: number;
}

export interface HttpClient {
  /** Sends JSON and waits for the whole answer. */
  send(method: string, path: string, body?: object): Promise<Answer>;
  close(): void;
}

/** A client with connections of its own, to a URL, signed in by a token, or to a Unix socket. */
export function createHttpClient(
  target: { url: string; token: string } | { socketPath: string },
): HttpClient {
  const agent = new Agent({ keepAlive: true });
  const url = 'url' in target ? new URL(target.url) : undefined;
  const address = url === undefined ? { ...target } : { hostname: url.hostname, port: url.port };
  const signedIn = 'url' in target ? { authorization: `Bearer ${target.token}` } : {};
  return {
    send: (method, path, body) =>
      new Promise((resolve, reject) => {
        const text = body === undefined ? undefined : JSON.stringify(body);
        const headers =
          text === undefined
            ? signedIn
            : {
                ...signedIn,
                'content-type': 'application/json',
                'content-length': Buffer.byteLength(text),
              };
        const startedAt = performance.now();
        request({ ...address, agent, method, path, headers }, (answer) => {
          const { statusCode: status = 0 } = answer;
          answer
            .resume()
            .once('end', () => resolve({ status, milliseconds: performance.now() - startedAt }))
            .once('error', reject);
        })
          .once('error', reject)
          .end(text);
      }),
    close: () => agent.destroy(),
  };
}
