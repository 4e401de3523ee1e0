import { jest } from '@jest/globals';
import fc from 'fast-check';
import { type FuzzedCloud, openFuzzedCloud } from '../../support/fuzz/fuzzed-cloud.ts';
import { type FuzzedRoute, readFuzzedRoutes } from '../../support/fuzz/fuzzed-routes.ts';
import { type HostileRequest, hostileRequests } from '../../support/fuzz/hostile-requests.ts';

/** FUZZ_REQUESTS=10000 npm test -- test/integration/fuzz sends more of them, FUZZ_SEED=1 others. */
const requests = Number(process.env.FUZZ_REQUESTS ?? 2000);
const seed = Number(process.env.FUZZ_SEED ?? 2021);
const atATime = 8;

// A whole suite starts, on machines that may be busy.
jest.setTimeout(180_000 + requests * 100);

describe('hostile requests to every route', () => {
  let cloud: FuzzedCloud;
  let routes: FuzzedRoute[];
  beforeAll(async () => {
    routes = await readFuzzedRoutes();
    cloud = await openFuzzedCloud();
  });
  afterAll(() => cloud.close());

  /** The same ones for the same seed, of each route as many. */
  function makeRequests(chosen: readonly FuzzedRoute[], count: number): HostileRequest[] {
    const numRuns = Math.ceil(count / chosen.length);
    const byRoute = chosen.map((route) => fc.sample(hostileRequests(route), { seed, numRuns }));
    return Array.from({ length: numRuns }, (_, at) => at).flatMap((at) =>
      byRoute.flatMap((sample) => sample[at] ?? []),
    );
  }

  /** Sends them, some at a time; says which were not answered in time, or by a failure. */
  async function sendAll(all: readonly HostileRequest[]) {
    const statuses = new Map<number, number>();
    const failures: string[] = [];
    const queue = all.values();
    await Promise.all(
      Array.from({ length: atATime }, async () => {
        for (const request of queue) {
          const { status, failure } = await cloud.send(request);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          if (failure !== undefined) failures.push(failure);
        }
      }),
    );
    return { statuses, failures };
  }

  it('that read are answered, and change nothing in the database', async () => {
    const reading = routes.filter(({ method }) => method === 'GET');
    const before = await cloud.readContent();
    const { statuses, failures } = await sendAll(makeRequests(reading, requests / 2));
    expect(failures).toEqual([]);
    expect(await cloud.readContent()).toEqual(before);
    // Not all are refused at the door.
    expect(statuses.get(200)).toBeGreaterThan(requests / 40);
  });

  it('that write are answered, and reach neither users nor tables that they do not name', async () => {
    const writing = routes.filter(({ method }) => method !== 'GET');
    const before = await cloud.readGuarded();
    const { statuses, failures } = await sendAll(makeRequests(writing, requests / 2));
    expect(failures).toEqual([]);
    expect(await cloud.readGuarded()).toEqual(before);
    expect((statuses.get(200) ?? 0) + (statuses.get(201) ?? 0)).toBeGreaterThan(requests / 400);
  });
});
