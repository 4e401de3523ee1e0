import { invalid } from '../api-error.ts';
import type { Job, JobReference } from '../jobs/job.ts';
import { stateOf, toJobResource } from '../jobs/job-resource.ts';
import { type Call, sendJson, sendNothing } from './call.ts';
import { etagOf } from './etag.ts';
import { cutPage } from './page.ts';

function nameOf({ params }: Call): Pick<JobReference, 'projectId' | 'jobId'> {
  const { projectId = '', jobId = '' } = params;
  return { projectId, jobId };
}

/** GET /jobs/:jobId */
export async function getJob(call: Call): Promise<void> {
  const job = await call.services.jobs.require(nameOf(call));
  sendJson(call, toJobResource(job.facts(), call.origin));
}

/** The condition that the parameters of a list make. */
function readFilter(query: URLSearchParams): (job: Job) => boolean {
  const states = query.getAll('stateFilter').map((state) => state.toUpperCase());
  const [from, to] = ['minCreationTime', 'maxCreationTime'].map((name) => {
    const text = query.get(name);
    if (text === null) return undefined;
    if (!/^\d{1,15}$/.test(text)) throw invalid(`Invalid value for ${name}: ${text}`, name);
    return Number(text);
  });
  return (job) => {
    const facts = job.facts();
    return (
      (states.length === 0 || states.includes(stateOf(facts))) &&
      facts.created >= (from ?? 0) &&
      facts.created <= (to ?? Number.POSITIVE_INFINITY)
    );
  };
}

/** GET /jobs, newest first. */
export async function listJobs(call: Call): Promise<void> {
  const all = call.services.jobs.list(nameOf(call).projectId).filter(readFilter(call.query));
  const { items, next } = cutPage(all, call.query);
  const isFull = call.query.get('projection')?.toLowerCase() === 'full';
  const jobs = items.map((job) => {
    const { kind, etag: _, configuration, status, ...rest } = toJobResource(job.facts(), '');
    const shown = { kind, ...rest, status, state: status.state, configuration };
    const { errorResult } = status;
    return {
      ...shown,
      ...(isFull ? {} : { configuration: undefined }),
      ...(errorResult === undefined ? {} : { errorResult }),
    };
  });
  sendJson(call, { kind: 'bigquery#jobList', etag: etagOf(jobs), ...next, jobs });
}

/** POST /jobs/:jobId/cancel */
export async function cancelJob(call: Call): Promise<void> {
  const job = await call.services.jobs.require(nameOf(call));
  job.cancel();
  const resource = toJobResource(job.facts(), call.origin);
  sendJson(call, { kind: 'bigquery#jobCancelResponse', job: resource });
}

/** DELETE /jobs/:jobId/delete */
export async function deleteJob(call: Call): Promise<void> {
  await call.services.jobs.remove(nameOf(call));
  sendNothing(call);
}
