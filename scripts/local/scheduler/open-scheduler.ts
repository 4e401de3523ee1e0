import type { FunctionManifest } from '../../function-manifest.ts';
import type { Home } from '../open-home.ts';
import { gatewayCall } from './call-job.ts';
import { systemClock } from './clock.ts';
import { listJobs } from './list-jobs.ts';
import { openRunLog } from './run-log.ts';
import { openScheduleState } from './schedule-state.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';

export interface LocalSchedules {
  readonly home: Home;
  /** The URL at which all functions are reached. */
  readonly gateway: string;
  /** Signs an ID token of the account that the Scheduler calls as. */
  readonly signToken: () => string;
  readonly everySeconds: number | undefined;
  readonly say: (line: string) => void;
}

/** The local cloud's scheduler; what it did is in `schedules.json` and `logs/scheduler.log` of the home. */
export function openScheduler(
  manifests: readonly FunctionManifest[],
  { home, gateway, signToken, everySeconds, say }: LocalSchedules,
): Scheduler {
  return createScheduler({
    jobs: listJobs(manifests, everySeconds),
    state: openScheduleState(home.path('schedules.json')),
    call: gatewayCall(gateway, signToken),
    clock: systemClock,
    note: openRunLog(home.path('logs', 'scheduler.log'), say),
    say,
  });
}
