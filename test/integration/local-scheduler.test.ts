import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { type Listening, listen } from '../../scripts/local/listen.ts';
import { gatewayCall } from '../../scripts/local/scheduler/call-job.ts';
import { eventually, interrupt, makeHome, startLocalCloud } from '../support/local-cloud.ts';

// One test starts a whole cloud, on machines that may be busy.
jest.setTimeout(120_000);

const functions = join(import.meta.dirname, '..', 'fixtures', 'local-functions');

describe('a scheduled call', () => {
  let server: Listening;
  let received: unknown;
  beforeAll(async () => {
    const answering = createServer(async (request, response) => {
      const body = await new Response(request).text();
      received = { method: request.method, url: request.url, headers: request.headers, body };
      if (request.url !== '/never') response.writeHead(202).end('{}');
    });
    server = await listen(answering, 0);
  });
  afterAll(() => server.close());

  const job = {
    name: 'backup-tables/daily',
    timing: '0 3 * * * UTC',
    path: '/backup-data',
    body: { tables: ['jobs'] },
    retries: 0,
    deadlineMs: 60_000,
    nextAfter: (time: Date) => time,
  };
  const due = new Date('2026-11-20T03:00:00Z');

  it('is a POST of the schedule’s body, as Cloud Scheduler sends it', async () => {
    const { signal } = new AbortController();
    expect(await gatewayCall(server.url, () => 'signed')(job, due, signal)).toBe(202);
    expect(received).toMatchObject({
      method: 'POST',
      url: '/backup-data',
      body: '{"tables":["jobs"]}',
      headers: {
        authorization: 'Bearer signed',
        'content-type': 'application/json',
        'user-agent': 'Google-Cloud-Scheduler',
        'x-cloudscheduler': 'true',
        'x-cloudscheduler-jobname': 'backup-tables-daily',
        'x-cloudscheduler-scheduletime': '2026-11-20T03:00:00.000Z',
      },
    });
  });

  it('is given up after its deadline', async () => {
    const { signal } = new AbortController();
    const hurried = { ...job, path: '/never', deadlineMs: 1 };
    await expect(gatewayCall(server.url, () => 'signed')(hurried, due, signal)).rejects.toThrow();
  });
});

describe('the schedules of the local cloud', () => {
  it('happen by themselves, are shown, and are written down', async () => {
    const home = makeHome();
    const record = { RECORD_FILE: join(home.folder, 'record') };
    const start = startLocalCloud(home.folder, ['--port', '0', '--no-data', '--every', '1'], {
      CUTOVER_FUNCTIONS: functions,
      ...record,
    });
    try {
      await start.ready();
      const log = join(home.folder, 'logs', 'scheduler.log');
      await eventually('a run', () => (existsSync(log) ? true : undefined));
      const [line = ''] = readFileSync(log, 'utf8').split('\n');
      expect(JSON.parse(line)).toMatchObject({ schedule: 'show-request/nightly', status: 200 });
      await eventually('the list of schedules', () =>
        start.output().includes('schedules show-request/nightly (every 1 s), next ')
          ? true
          : undefined,
      );
      expect(start.output()).toContain(
        'schedule show-request/nightly: POST /show/nightly answered 200',
      );
    } finally {
      await interrupt(start);
      home.remove();
    }
  });
});
