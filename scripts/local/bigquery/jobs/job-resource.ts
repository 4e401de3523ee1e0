import type { JobFacts, JobReference } from './job.ts';

const userEmail = 'cutover-local@localhost';

/** As BigQuery's messages and ids write it: project:location.id. */
export const formatJob = ({ projectId, location, jobId }: JobReference) =>
  `${projectId}:${location}.${jobId}`;

export const stateOf = ({ ended }: JobFacts) => (ended === null ? 'RUNNING' : 'DONE');

/** A job as the API writes it. */
export function toJobResource(facts: JobFacts, origin: string) {
  const { reference, kind, created, started, ended, error, errors } = facts;
  const { projectId, jobId, location } = reference;
  return {
    kind: 'bigquery#job',
    etag: Buffer.from(`${created}-${ended ?? 0}`).toString('base64'),
    id: formatJob(reference),
    selfLink: `${origin}/bigquery/v2/projects/${projectId}/jobs/${jobId}?location=${location}`,
    user_email: userEmail,
    jobReference: reference,
    configuration: { jobType: kind.toUpperCase(), ...facts.configuration },
    status: {
      state: stateOf(facts),
      ...(error === null ? {} : { errorResult: error }),
      ...(errors.length === 0 ? {} : { errors }),
    },
    statistics: {
      creationTime: String(created),
      startTime: String(started),
      ...(ended === null ? {} : { endTime: String(ended) }),
      ...facts.statistics,
    },
  };
}
