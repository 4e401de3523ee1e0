import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from './http-client.ts';
import type { Request } from './request.ts';

export interface Load {
  readonly seconds: number;
  /** A client waits so long on the mean after each answer, half of it to one and a half; 0 for not at all. */
  readonly pauseMs: number;
}

/** Milliseconds of each answer, by method. */
export type Latencies = ReadonlyMap<string, readonly number[]>;

export interface Measured {
  readonly load: Load;
  readonly latencies: Latencies;
  readonly requestsPerSecond: number;
}

/** What a client asks, one request after the other. */
export type Requests = Iterator<Request, never>;

/**
 * Lets clients send their requests side by side, each the next when the one before is answered.
 * Throws where an answer is another than it must be.
 */
export async function runClients(
  http: HttpClient,
  clients: readonly Requests[],
  load: Load,
): Promise<Measured> {
  const latencies = new Map<string, number[]>();
  const pause = (share: number) => (load.pauseMs === 0 ? undefined : sleep(load.pauseMs * share));
  const startedAt = performance.now();
  const end = startedAt + load.seconds * 1000;

  async function runClient(requests: Requests): Promise<void> {
    await pause(Math.random());
    while (performance.now() < end) {
      const { method, path, body, status } = requests.next().value;
      const answer = await http.send(method, path, body);
      if (answer.status !== status) {
        throw new Error(`${method} ${path} was answered with ${answer.status}, not ${status}.`);
      }
      const known = latencies.get(method) ?? [];
      known.push(answer.milliseconds);
      latencies.set(method, known);
      await pause(0.5 + Math.random());
    }
  }

  await Promise.all(clients.map(runClient));
  const count = [...latencies.values()].reduce((sum, each) => sum + each.length, 0);
  const requestsPerSecond = (count * 1000) / (performance.now() - startedAt);
  return { load, latencies, requestsPerSecond };
}
