import { fromErrorProto, invalid } from '../api-error.ts';
import type { Job } from '../jobs/job.ts';
import { within } from './within.ts';

const usualTimeoutMs = 10_000;
const longestTimeoutMs = 200_000;

/** Waits for a job as long as the client does. True when it has ended; throws why it has failed. */
export async function awaitJob(job: Job, timeoutMs = usualTimeoutMs): Promise<boolean> {
  await within(Math.min(timeoutMs, longestTimeoutMs), job.done);
  const { error, ended } = job.facts();
  if (error !== null) throw fromErrorProto(error);
  return ended !== null;
}

/** The parameter timeoutMs of a GET. */
export function readTimeout(query: URLSearchParams): number | undefined {
  const text = query.get('timeoutMs');
  if (text === null || text === '') return undefined;
  if (!/^\d{1,9}$/.test(text)) throw invalid(`Invalid value for timeoutMs: ${text}`, 'timeoutMs');
  return Number(text);
}
