import autocannon from 'autocannon';

/** One request of a load. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: Buffer;
}

/** What is sent: as many requests, by as many clients at the same time, each the next when the one before is answered. */
export interface Load {
  readonly requests: number;
  readonly clients: number;
  /** Gives the requests of a client, one after the other. */
  readonly requestsOf: (client: number) => Iterator<LoadRequest, never>;
}

/** Where it is sent to. */
export interface LoadTarget {
  readonly socketPath: string;
  readonly token?: string;
}

export interface SentLoad {
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Milliseconds of each answer. */
  readonly latencies: readonly number[];
}

const mostSeconds = 60;

/** Sends a load by autocannon, whose own percentiles are in whole milliseconds. Throws where an answer is no success. */
export async function sendLoad(target: LoadTarget, load: Load): Promise<SentLoad> {
  const { clients, requests, requestsOf } = load;
  const { socketPath, token } = target;
  const signedIn = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const latencies: number[] = [];
  const refusals = new Map<number, number>();
  let count = 0;
  const startedAt = performance.now();
  let endedAt = startedAt;
  const options: autocannon.Options = {
    url: 'http://127.0.0.1',
    socketPath,
    connections: clients,
    amount: requests,
    timeout: mostSeconds,
    setupClient: (client) => {
      const own = requestsOf(count++);
      const setupRequest = () => {
        const { method, path, body } = own.next().value;
        const headers = body === undefined ? {} : { 'content-type': 'application/json' };
        return { method, path, body, headers: { ...signedIn, ...headers } };
      };
      client.setRequests([{ setupRequest }]);
    },
  };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(options, (error, done) => (error ? reject(error) : resolve(done)));
    instance.on('response', (_client, status, _bytes, milliseconds) => {
      endedAt = performance.now();
      latencies.push(milliseconds);
      if (status < 200 || status > 299) refusals.set(status, (refusals.get(status) ?? 0) + 1);
    });
  });
  if (refusals.size > 0 || result.errors > 0) {
    const refused = [...refusals].map(([status, times]) => `${times} x ${status}`);
    throw new Error(`Not all was answered: ${[...refused, `${result.errors} errors`].join(', ')}.`);
  }
  return { seconds: (endedAt - startedAt) / 1000, latencies };
}
