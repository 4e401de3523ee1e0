import type { BenchParts } from './bench-parts.ts';
import type { LoadResults } from './describe-loads.ts';
import { type MeasuredLoad, measureLoad } from './measure-load.ts';
import { smallWorkloads, type Workload } from './workloads.ts';

interface Options {
  readonly clients: number;
  readonly requests: number;
  readonly runs: number;
}

async function measureWorkload(
  { database, start }: BenchParts,
  { name, function: asked, rows, requestsOf }: Workload,
  { clients, requests, runs }: Options,
): Promise<LoadResults> {
  const loaded = await start(asked);
  const rounds: MeasuredLoad[] = [];
  // What a client has sent it does not send again: its records would be there.
  const sources = Array.from({ length: clients }, (_, client) => requestsOf(client));
  const continued = (client: number) => sources[client] ?? requestsOf(client);
  for (let round = 0; round <= runs; round++) {
    const load = { clients, requests, requestsOf: continued };
    const measured = await measureLoad(loaded, load, database.serverPid);
    if (round > 0) rounds.push(measured);
  }
  return { name: `${name} (${asked})`, ...(rows === undefined ? {} : { rows }), rounds };
}

/** The other requests, one kind after the other, over the rows that the batches have left. */
export async function measureWorkloads(
  parts: BenchParts,
  options: Options,
): Promise<readonly LoadResults[]> {
  const results: LoadResults[] = [];
  for (const workload of smallWorkloads) {
    results.push(await measureWorkload(parts, workload, options));
  }
  return results;
}
