import type { FunctionManifest } from '../../function-manifest.ts';
import { nextTime, parseCron } from './cron.ts';

/** A schedule of a function.yaml, ready to be followed. */
export interface ScheduledJob {
  /** `<function>/<schedule>` */
  readonly name: string;
  /** When it runs, as people read it. */
  readonly timing: string;
  readonly path: string;
  readonly body: object;
  readonly deadlineMs: number;
  /** Attempts after a first one that failed. */
  readonly retries: number;
  nextAfter(time: Date): Date;
}

/** Cloud Scheduler waits no longer for an answer. */
const longestDeadlineSeconds = 1800;

function chooseTimes(cron: string, everySeconds: number | undefined) {
  if (everySeconds !== undefined) {
    const nextAfter = (time: Date) => new Date(time.getTime() + everySeconds * 1000);
    return { timing: `every ${everySeconds} s`, nextAfter };
  }
  const parsed = parseCron(cron);
  return { timing: `${cron} UTC`, nextAfter: (time: Date) => nextTime(parsed, time) };
}

/** The jobs of all functions. `everySeconds` runs each of them so often, whatever its cron says. */
export function listJobs(
  manifests: readonly FunctionManifest[],
  everySeconds: number | undefined,
): ScheduledJob[] {
  return manifests.flatMap((manifest) =>
    manifest.schedules.map(({ name, cron, path, body, retries }) => ({
      name: `${manifest.name}/${name}`,
      path,
      body,
      retries,
      deadlineMs: Math.min(manifest.timeout_seconds, longestDeadlineSeconds) * 1000,
      ...chooseTimes(cron, everySeconds),
    })),
  );
}
