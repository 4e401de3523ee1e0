import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Listening } from '../../scripts/local/listen.ts';
import { startMetadataServer } from '../../scripts/local/metadata-server.ts';
import { openServiceAccount } from '../../scripts/local/service-account.ts';
import { type IngestProcess, startIngest } from '../support/ingest-process.ts';
import { eventually, makeHome } from '../support/local-cloud.ts';
import { openTrackedZone, type TrackedZone } from '../support/tracked-zone.ts';

const project = 'test-project';
const statementLimitMs = 5000;

describe('ingest-drop with BigQuery', () => {
  const home = makeHome();
  let tracked: TrackedZone;
  let metadata: Listening;
  let process: IngestProcess | undefined;
  let entity = 300;

  beforeAll(async () => {
    tracked = await openTrackedZone();
    const account = openServiceAccount(join(home.folder, 'key.json'), project);
    metadata = await startMetadataServer(project, account);
  });

  afterAll(async () => {
    await metadata.close();
    await tracked.close();
    home.remove();
  });

  beforeEach(async () => {
    await tracked.empty();
    await tracked.createEntity(++entity);
  });

  afterEach(() => process?.kill());

  async function start(bigqueryUrl: string, environment: Record<string, string> = {}) {
    const { zone } = tracked;
    process = startIngest({
      target: zone.database.target,
      storageUrl: zone.storageUrl,
      environment: {
        GOOGLE_CLOUD_PROJECT: project,
        BIGQUERY_EMULATOR_HOST: `${bigqueryUrl}/bigquery/v2`,
        GCE_METADATA_HOST: new URL(metadata.url).host,
        METADATA_SERVER_DETECTION: 'assume-present',
        ...environment,
      },
    });
    await process.ready;
    return process;
  }

  const putJobs = (text: string, named: Record<string, string> = { entity: String(entity) }) =>
    tracked.zone.put('jobs.csv', text, named);
  const warnings = (of: IngestProcess) => of.log().filter(({ severity }) => severity === 'WARNING');
  /** A line of the log may come behind the answer. */
  const firstWarning = (of: IngestProcess) => eventually('a warning', () => warnings(of)[0]);

  it('records a load by itself, of the entity that its settings name too', async () => {
    const ingest = await start(tracked.bigqueryUrl, { DEFAULT_ENTITY_ID: String(entity) });
    expect(await ingest.deliver(await putJobs('1,Nurse\n', {}))).toBe(204);
    expect(await tracked.progressOf(entity)).toEqual(['open', 'succeeded']);
    expect(await tracked.factsOf(entity, 'load')).toMatchObject([
      { recorded_by: 'ingest-drop' },
      { count: 1 },
    ]);
    expect(warnings(ingest)).toEqual([]);
  });

  it('loads while BigQuery is away, says so once a call, and records it when it is back', async () => {
    const ingest = await start(tracked.bigqueryUrl);
    await tracked.stopBigQuery();
    expect(await ingest.deliver(await putJobs('1,Nurse\n'))).toBe(204);
    expect(await firstWarning(ingest)).toMatchObject({
      message: 'progress to be recorded later',
      reason: 'BigQuery does not answer; try again later.',
    });
    expect(warnings(ingest)).toHaveLength(1);
    expect(await tracked.waiting()).toHaveLength(4);
    await tracked.startBigQuery();
    expect(await ingest.deliver(await putJobs('2,Baker\n', {}))).toBe(204);
    expect(await tracked.waiting()).toEqual([]);
    expect(await tracked.progressOf(entity)).toEqual(['open', 'succeeded']);
    expect(warnings(ingest)).toHaveLength(1);
  });

  describe('that takes requests and never answers', () => {
    const sockets = new Set<Socket>();
    let server: Server;
    let url: string;

    beforeAll(async () => {
      server = createServer((socket) => sockets.add(socket.on('error', () => {})));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });

    afterAll(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });

    it('ends the load at once, and waits for BigQuery no longer than for one answer', async () => {
      const ingest = await start(url);
      const begun = performance.now();
      const answer = ingest.deliver(await putJobs('1,Nurse\n'));
      const line = await eventually('the line of the load', () =>
        ingest.log().find(({ message }) => message === 'load finished'),
      );
      expect(line.seconds).toBeLessThan(statementLimitMs / 1000);
      expect(await answer).toBe(204);
      expect(performance.now() - begun).toBeLessThan(4 * statementLimitMs);
      const reason = `BigQuery did not answer within ${statementLimitMs} ms.`;
      expect(await firstWarning(ingest)).toMatchObject({ reason });
      expect(warnings(ingest)).toHaveLength(1);
      expect(await tracked.waiting()).toHaveLength(4);
    });
  });

  it('asks BigQuery for nothing while no drop names an entity', async () => {
    const ingest = await start('http://127.0.0.1:1');
    expect(await ingest.deliver(await putJobs('1,Nurse\n', {}))).toBe(204);
    expect(warnings(ingest)).toEqual([]);
  });
});
