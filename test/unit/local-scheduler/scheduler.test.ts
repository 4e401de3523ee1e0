import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { functionManifestSchema } from '../../../scripts/function-manifest.ts';
import { listJobs } from '../../../scripts/local/scheduler/list-jobs.ts';
import { openRunLog } from '../../../scripts/local/scheduler/run-log.ts';
import { openScheduleState } from '../../../scripts/local/scheduler/schedule-state.ts';
import { createScheduler, type Scheduler } from '../../../scripts/local/scheduler/scheduler.ts';
import { makeHome } from '../../support/local-cloud.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';

const plain = {
  summary: 'Backs up.',
  trigger: { http: { routes: ['/backup-data', '/backups/{id}/drill'] } },
  memory_mib: 256,
  cpu: 1,
  timeout_seconds: 3600,
  concurrency: 1,
  max_instances: 1,
  roles: [],
};
const daily = { name: 'daily', cron: '0 3 * * *', path: '/backup-data', body: { verify: true } };
const manifestOf = (...schedules: object[]) => ({
  name: 'backup-tables',
  ...functionManifestSchema.parse({ ...plain, schedules }),
});

describe('schedules in a function.yaml', () => {
  it('need nothing but a name, a cron expression and a path', () => {
    const { schedules } = manifestOf({
      name: 'weekly',
      cron: '0 4 * * 0',
      path: '/backups/x/drill',
    });
    expect(schedules).toMatchObject([{ body: {}, retries: 0 }]);
  });

  it.each([
    [[{ ...daily, cron: '0 25 * * *' }], '"25" names no hour from 0 to 23.'],
    [[{ ...daily, path: '/nowhere' }], 'No route of the function serves /nowhere.'],
    [[daily, daily], 'Two schedules are called daily.'],
    [[{ ...daily, retries: 6 }], 'retries'],
  ])('are refused where they can not be followed (%#)', (schedules, sentence) => {
    const { error } = functionManifestSchema.safeParse({ ...plain, schedules });
    expect(error === undefined ? '' : z.prettifyError(error)).toContain(sentence);
  });
});

describe('the scheduler', () => {
  let home: ReturnType<typeof makeHome>;
  let clock: ManualClock;
  let scheduler: Scheduler;
  let calls: string[];
  let said: string[];
  let answers: (number | Promise<number>)[];
  const file = () => join(home.folder, 'schedules.json');
  const log = () => join(home.folder, 'logs', 'scheduler.log');
  const begin = (schedules: object[] = [daily], everySeconds?: number) => {
    const say = (line: string) => said.push(line);
    scheduler = createScheduler({
      jobs: listJobs([manifestOf(...schedules)], everySeconds),
      state: openScheduleState(file()),
      call: async ({ name, path }, due) => {
        calls.push(`${clock.now().toISOString()} ${name} ${path} due ${due.toISOString()}`);
        return answers.shift() ?? 200;
      },
      clock,
      note: openRunLog(log(), say),
      say,
    });
    scheduler.start();
  };
  const advanceUntil = async (isThere: () => boolean) => {
    while (!isThere()) await clock.advance();
  };
  const runs = (count: number) => advanceUntil(() => said.length >= count);
  beforeEach(() => {
    home = makeHome();
    clock = createManualClock('2026-11-20T12:00:00Z');
    [calls, said, answers] = [[], [], []];
  });
  afterEach(async () => {
    await scheduler.stop();
    home.remove();
  });

  it('asks for a run when it is due, and writes down how it ended', async () => {
    begin();
    await runs(2);
    expect(calls).toEqual(
      ['2026-11-21T03:00:00.000Z', '2026-11-22T03:00:00.000Z'].map(
        (time) => `${time} backup-tables/daily /backup-data due ${time}`,
      ),
    );
    expect(said[0]).toBe(
      'schedule backup-tables/daily: POST /backup-data answered 200; next 2026-11-22T03:00:00.000Z',
    );
    const lines = readFileSync(log(), 'utf8').trim().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      severity: 'INFO',
      schedule: 'backup-tables/daily',
      due: '2026-11-21T03:00:00.000Z',
      attempts: 1,
      status: 200,
    });
  });

  it('tells when each job runs next, and how it ended last', async () => {
    begin();
    expect(scheduler.list()).toMatchObject([
      { job: { timing: '0 3 * * * UTC' }, next: new Date('2026-11-21T03:00:00Z'), last: undefined },
    ]);
    await runs(1);
    expect(scheduler.list()).toMatchObject([
      { next: new Date('2026-11-22T03:00:00Z'), last: { status: 200 } },
    ]);
  });

  it('tries a failed run again, later each time, as often as the schedule says', async () => {
    answers = [500, Promise.reject(new Error('no answer')), 503, 200];
    begin([{ ...daily, retries: 2 }]);
    await runs(1);
    expect(calls.map((call) => call.slice(11, 19))).toEqual(['03:00:00', '03:00:05', '03:00:15']);
    expect(said[0]).toContain('answered 503 in 3 attempts');
    expect(scheduler.list()).toMatchObject([{ last: { attempts: 3, status: 503 } }]);
  });

  it('leaves out the times at which the run before has not ended', async () => {
    const first = Promise.withResolvers<number>();
    answers = [first.promise];
    begin([{ ...daily, cron: '0 * * * *' }]);
    await advanceUntil(() => calls.length === 1);
    clock.setTo('2026-11-20T15:30:00Z');
    first.resolve(200);
    await runs(2);
    expect(calls.map((call) => call.slice(11, 16))).toEqual(['13:00', '16:00']);
  });

  it('does not run a time again that it had begun with when it was ended', async () => {
    answers = [new Promise(() => {})];
    begin();
    await advanceUntil(() => calls.length === 1);
    const kept = readFileSync(file(), 'utf8');
    expect(kept).toContain('"next": "2026-11-22T03:00:00.000Z"');
    clock.setTo('2026-11-21T03:00:30Z');
    begin();
    await runs(1);
    expect(calls.map((call) => call.slice(0, 16))).toEqual([
      '2026-11-21T03:00',
      '2026-11-22T03:00',
    ]);
  });

  it('writes down a run that was cut off when it was stopped', async () => {
    const cutOff = Promise.withResolvers<number>();
    answers = [cutOff.promise];
    begin([{ ...daily, retries: 5 }]);
    await advanceUntil(() => calls.length === 1);
    const stopped = scheduler.stop();
    cutOff.reject(new Error('aborted'));
    await stopped;
    expect(said).toEqual([
      'schedule backup-tables/daily: POST /backup-data gave no answer; next 2026-11-22T03:00:00.000Z',
    ]);
    expect(calls).toHaveLength(1);
  });

  it('makes up once for the times that passed while it was stopped', async () => {
    begin();
    await runs(1);
    await scheduler.stop();
    clock.setTo('2026-11-25T10:00:00Z');
    begin();
    await runs(3);
    expect(calls.slice(1)).toEqual([
      '2026-11-25T10:00:00.000Z backup-tables/daily /backup-data due 2026-11-22T03:00:00.000Z',
      '2026-11-26T03:00:00.000Z backup-tables/daily /backup-data due 2026-11-26T03:00:00.000Z',
    ]);
  });

  it('begins anew with a job whose schedule has changed', async () => {
    begin();
    await runs(1);
    await scheduler.stop();
    clock.setTo('2026-11-25T10:00:00Z');
    begin([{ ...daily, cron: '0 18 * * *' }]);
    await runs(2);
    expect(calls[1]).toContain('2026-11-25T18:00:00.000Z');
  });

  it('runs every schedule each so many seconds where that is asked for', async () => {
    begin([daily, { ...daily, name: 'weekly', cron: '0 4 * * 0' }], 10);
    await runs(4);
    expect(calls.map((call) => call.slice(17, 44))).toEqual([
      '10.000Z backup-tables/daily',
      '10.000Z backup-tables/weekl',
      '20.000Z backup-tables/daily',
      '20.000Z backup-tables/weekl',
    ]);
  });

  it('waits for an answer as long as the function may take, at most half an hour', () => {
    begin();
    expect(listJobs([manifestOf(daily)], undefined)).toMatchObject([{ deadlineMs: 1_800_000 }]);
    expect(listJobs([{ ...manifestOf(daily), timeout_seconds: 540 }], undefined)).toMatchObject([
      { deadlineMs: 540_000 },
    ]);
  });

  it('says which file is damaged, and what to do', async () => {
    begin();
    await scheduler.stop();
    writeFileSync(file(), '{"backup-tables/daily": ');
    expect(() => openScheduleState(file())).toThrow(`${file()} can not be read; remove it`);
  });
});
