import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ScheduledJob } from './list-jobs.ts';
import type { Outcome } from './schedule-state.ts';

/** Writes down how a run of a job ended. */
export type NoteRun = (job: ScheduledJob, outcome: Outcome, next: Date) => void;

export const succeeded = ({ status }: Outcome) => status !== null && status >= 200 && status < 300;

function describeRun({ name, path }: ScheduledJob, { status, attempts }: Outcome): string {
  const answer = status === null ? 'gave no answer' : `answered ${status}`;
  const tries = attempts === 1 ? '' : ` in ${attempts} attempts`;
  return `schedule ${name}: POST ${path} ${answer}${tries}`;
}

/** Keeps every run as a JSON line in `file`, and says it. */
export function openRunLog(file: string, say: (line: string) => void): NoteRun {
  mkdirSync(dirname(file), { recursive: true });
  return (job, outcome, next) => {
    const entry = {
      severity: succeeded(outcome) ? 'INFO' : 'ERROR',
      time: outcome.ended,
      message: 'schedule ran',
      schedule: job.name,
      ...outcome,
    };
    appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    say(`${describeRun(job, outcome)}; next ${next.toISOString()}`);
  };
}
