import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import type { ScheduledJob } from './list-jobs.ts';

const outcomeSchema = z.object({
  /** When it was due, which may be long before it ran. */
  due: z.iso.datetime(),
  ended: z.iso.datetime(),
  attempts: z.int(),
  /** The last attempt's HTTP status; null where there was no answer. */
  status: z.int().nullable(),
});

/** How a run ended. */
export type Outcome = z.infer<typeof outcomeSchema>;

const entrySchema = z.object({
  timing: z.string(),
  next: z.iso.datetime(),
  last: outcomeSchema.optional(),
});

export interface ScheduleState {
  /** When the job is due. A job that is new, or whose timing has changed, is due next after `now`. */
  dueOf(job: ScheduledJob, now: Date): Date;
  /** How the job's last run ended; undefined before there was one. */
  lastOf(job: ScheduledJob): Outcome | undefined;
  /** Keeps when the job is due next and how its last run ended. Returns when a restart would know. */
  keep(job: ScheduledJob, next: Date, last: Outcome | undefined): void;
}

function read(file: string): Map<string, z.infer<typeof entrySchema>> {
  if (!existsSync(file)) return new Map();
  try {
    const entries = z.record(z.string(), entrySchema).parse(JSON.parse(readFileSync(file, 'utf8')));
    return new Map(Object.entries(entries));
  } catch (cause) {
    const message = `${file} can not be read; remove it, and every schedule begins anew.`;
    throw new AppError('invalid-object', message, { cause });
  }
}

/** Keeps in `file` what is due when, and how the last runs ended. */
export function openScheduleState(file: string): ScheduleState {
  const entries = read(file);
  const keep: ScheduleState['keep'] = ({ name, timing }, next, last) => {
    entries.set(name, { timing, next: next.toISOString(), last });
    const text = `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
    writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  };
  const lastOf: ScheduleState['lastOf'] = ({ name }) => entries.get(name)?.last;
  return {
    dueOf: (job, now) => {
      const entry = entries.get(job.name);
      if (entry?.timing === job.timing) return new Date(entry.next);
      const next = job.nextAfter(now);
      keep(job, next, lastOf(job));
      return next;
    },
    lastOf,
    keep,
  };
}
