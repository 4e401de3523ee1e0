import type { CallJob } from './call-job.ts';
import { type Clock, waitUntil } from './clock.ts';
import type { ScheduledJob } from './list-jobs.ts';
import { type NoteRun, succeeded } from './run-log.ts';
import type { Outcome, ScheduleState } from './schedule-state.ts';

export interface ScheduledRun {
  readonly job: ScheduledJob;
  readonly next: Date;
  readonly last: Outcome | undefined;
}

export interface Scheduler {
  list(): ScheduledRun[];
  /** Begins to follow the schedules. */
  start(): void;
  /** Starts nothing more and lets go of what runs; settles when nothing does. */
  stop(): Promise<void>;
}

export interface SchedulerOptions {
  readonly jobs: readonly ScheduledJob[];
  readonly state: ScheduleState;
  readonly call: CallJob;
  readonly clock: Clock;
  readonly note: NoteRun;
  readonly say: (line: string) => void;
}

/** Cloud Scheduler's: doubled after each attempt, of which there are six at most. */
const firstRetryMs = 5000;

/** A run that is cut off by `signal` ends as one that got no answer. */
async function runJob(
  job: ScheduledJob,
  due: Date,
  { call, clock }: SchedulerOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  for (let attempts = 1; ; attempts += 1) {
    const status = await call(job, due, signal).catch(() => null);
    const ended = clock.now().toISOString();
    const outcome = { due: due.toISOString(), ended, attempts, status };
    if (succeeded(outcome) || attempts > job.retries) return outcome;
    await clock.wait(firstRetryMs * 2 ** (attempts - 1), signal).catch(() => {});
    if (signal.aborted) return outcome;
  }
}

async function followJob(job: ScheduledJob, options: SchedulerOptions, signal: AbortSignal) {
  const { state, clock, note } = options;
  for (;;) {
    const due = state.dueOf(job, clock.now());
    await waitUntil(due, clock, signal);
    // Claimed before it begins: after a kill it is not run once more.
    state.keep(job, job.nextAfter(clock.now()), state.lastOf(job));
    const outcome = await runJob(job, due, options, signal);
    // Times that came while it ran are left out, as Cloud Scheduler does.
    const next = job.nextAfter(clock.now());
    state.keep(job, next, outcome);
    note(job, outcome, next);
  }
}

/**
 * Follows the schedules of the functions as Cloud Scheduler does: a job never runs twice at the
 * same time, and what is not answered with 2xx is tried again as often as the job says. Times
 * that passed while nothing ran are made up for by one run.
 */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const { jobs, state, clock, say } = options;
  const stopping = new AbortController();
  let following: Promise<void>[] = [];
  return {
    list: () =>
      jobs.map((job) => ({
        job,
        next: state.dueOf(job, clock.now()),
        last: state.lastOf(job),
      })),
    start: () => {
      following = jobs.map((job) =>
        followJob(job, options, stopping.signal).catch((error: unknown) => {
          if (stopping.signal.aborted) return;
          say(`schedule ${job.name} is not followed any more: ${error}`);
        }),
      );
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(following);
    },
  };
}
