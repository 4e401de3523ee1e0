import { request } from 'node:http';
import type { ScheduledJob } from './list-jobs.ts';

/** Asks a function for one run; answers the HTTP status. Rejects when there is no answer in time. */
export type CallJob = (job: ScheduledJob, due: Date, signal: AbortSignal) => Promise<number>;

/** What Cloud Scheduler sends along. */
function headersOf({ name }: ScheduledJob, due: Date, token: string): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'user-agent': 'Google-Cloud-Scheduler',
    'x-cloudscheduler': 'true',
    'x-cloudscheduler-jobname': name.replace('/', '-'),
    'x-cloudscheduler-scheduletime': due.toISOString(),
  };
}

/**
 * POSTs a job's body to its path at `gateway`, with an ID token that `signToken` gives for each call.
 * (`fetch` would give up after five minutes.)
 */
export function gatewayCall(gateway: string, signToken: () => string): CallJob {
  return (job, due, stopped) =>
    new Promise((resolve, reject) => {
      const signal = AbortSignal.any([stopped, AbortSignal.timeout(job.deadlineMs)]);
      const headers = headersOf(job, due, signToken());
      const call = request(`${gateway}${job.path}`, { method: 'POST', headers, signal });
      call.on('response', (response) => {
        response.on('end', () => resolve(response.statusCode ?? 0)).on('error', reject);
        response.resume();
      });
      call.on('error', reject);
      call.end(JSON.stringify(job.body));
    });
}
