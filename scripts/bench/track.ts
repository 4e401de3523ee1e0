import { createStopStack, type StopStack } from '../local/stop-stack.ts';
import type { Benchmark } from './benchmark.ts';
import { describeHost, warnOfLoad } from './describe-host.ts';
import { readCounts } from './read-counts.ts';
import { describeLatencies, listAll, quantile } from './track/describe-latencies.ts';
import { createHttpClient } from './track/http-client.ts';
import { listParents, recordRounds } from './track/record-rounds.ts';
import type { Request } from './track/request.ts';
import { type Load, type Measured, runClients } from './track/run-clients.ts';
import { startBareFunction } from './track/start-bare-function.ts';
import { startCloudProcess } from './track/start-cloud-process.ts';
import { makeWorkFolder } from './work-folder.ts';

const usage = `npm run bench -- track [options]

Measures track-migration through the gateway of the local cloud: each client creates, reads, replaces and
deletes records of the four resources, first with a pause after each answer, then without one. Beside it, a
bare function of the functions framework.

  --clients N   clients at the same time (20)
  --seconds N   how long each load lasts (20)
  --pause N     milliseconds that a client waits after an answer, on the mean (500)`;

const promised = { p50: 15, p99: 60 };
const warmUpSeconds = 5;

interface Options {
  readonly clients: number;
  readonly seconds: number;
  readonly pause: number;
}

/** The local cloud with what records refer to, after its code has run often enough to be fast. */
async function openTracking(folder: string, { clients }: Options, stack: StopStack) {
  const cloud = await startCloudProcess(folder);
  stack.push(cloud.stop);
  const http = createHttpClient({ url: cloud.gateway, token: cloud.token });
  stack.push(http.close);
  for (const { method, path, body, status } of listParents(clients)) {
    const answer = await http.send(method, path, body);
    if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status}`);
  }
  const rounds = Array.from({ length: clients }, (_, client) => recordRounds(client));
  await runClients(http, rounds, { seconds: warmUpSeconds, pauseMs: 0 });
  return (load: Load) => runClients(http, rounds, load);
}

function* askBare(): Iterator<Request, never> {
  for (;;) yield { method: 'GET', path: '/', status: 200 };
}

async function openBare(folder: string, { clients }: Options, stack: StopStack) {
  const { socketPath, stop } = await startBareFunction(folder);
  stack.push(stop);
  const http = createHttpClient({ socketPath });
  stack.push(http.close);
  const questions = Array.from({ length: clients }, askBare);
  await runClients(http, questions, { seconds: 1, pauseMs: 0 });
  return (load: Load) => runClients(http, questions, load);
}

/** Says whether the promise holds of the load that it is about. */
function judge(measured: Measured): { holds: boolean; line: string } {
  const numbers = listAll(measured);
  const [p50, p99] = [quantile(numbers, 0.5), quantile(numbers, 0.99)];
  const holds = p50 < promised.p50 && p99 < promised.p99;
  const verdict = holds ? 'holds' : 'DOES NOT HOLD';
  const line = `With a pause: p50 ${p50.toFixed(1)} ms, promised less than ${promised.p50}; p99 ${p99.toFixed(1)} ms, promised less than ${promised.p99}: ${verdict}`;
  return { holds, line };
}

async function bench(options: Options, stack: StopStack): Promise<boolean> {
  const { clients, seconds, pause } = options;
  const work = makeWorkFolder();
  stack.push(work.remove);
  console.log([describeHost(), `Node ${process.versions.node}`, ...warnOfLoad()].join('\n'));
  const track = await openTracking(work.folder, options, stack);
  const bare = await openBare(work.folder, options, stack);
  const paced: Load = { seconds, pauseMs: pause };
  const closed: Load = { seconds, pauseMs: 0 };
  const promisedFor = await track(paced);
  for (const [title, measured] of [
    [`track-migration, ${clients} clients, ${pause} ms between requests`, promisedFor],
    [
      `bare function, no gateway, ${clients} clients, ${pause} ms between requests`,
      await bare(paced),
    ],
    [`track-migration, ${clients} clients, no pause`, await track(closed)],
    [`bare function, no gateway, ${clients} clients, no pause`, await bare(closed)],
  ] as const) {
    console.log(`\n${title}:\n${describeLatencies(measured)}`);
  }
  const { holds, line } = judge(promisedFor);
  console.log(`\n${line}`);
  return holds;
}

export const trackBenchmark: Benchmark = {
  usage,
  run: async (args) => {
    const options = readCounts(args, usage, { clients: 20, seconds: 20, pause: 500 });
    const stack = createStopStack(console.error);
    try {
      return await bench(options, stack);
    } finally {
      await stack.run();
    }
  },
};
