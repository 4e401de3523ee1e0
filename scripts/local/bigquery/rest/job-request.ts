import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { invalid, required } from '../api-error.ts';
import type { JobReference } from '../jobs/job.ts';
import { defaultLocation } from '../services.ts';
import { passedOver } from './passed-over.ts';

export const jobSchema = z.strictObject({
  kind: passedOver,
  id: passedOver,
  etag: passedOver,
  selfLink: passedOver,
  user_email: passedOver,
  status: passedOver,
  statistics: passedOver,
  jobReference: z
    .object({
      projectId: z.string().optional(),
      jobId: z.string().optional(),
      location: z.string().optional(),
    })
    .default({}),
  configuration: z.strictObject({
    jobType: passedOver,
    dryRun: z.boolean().default(false),
    labels: z.record(z.string(), z.string()).optional(),
    query: z.record(z.string(), z.unknown()).optional(),
    load: z.record(z.string(), z.unknown()).optional(),
    copy: z.record(z.string(), z.unknown()).optional(),
    extract: z.record(z.string(), z.unknown()).optional(),
  }),
});

export type JobRequest = z.infer<typeof jobSchema>;

/** The reference of a job that is to start; `isNamed` where the client chose its id. */
export function readReference(
  { jobReference }: JobRequest,
  project: string,
): { readonly reference: JobReference; readonly isNamed: boolean } {
  const { jobId, projectId = project, location = defaultLocation } = jobReference;
  if (projectId !== project) throw invalid(`The job's project is not ${project}`);
  if (jobId !== undefined && !/^[\w-]{1,1024}$/.test(jobId)) {
    throw invalid(
      `Invalid job ID "${jobId}". Job IDs must be alphanumeric (plus underscores and dashes) and must be at most 1024 characters long.`,
    );
  }
  const id = jobId ?? `job_${randomUUID()}`;
  return { reference: { projectId, jobId: id, location }, isNamed: jobId !== undefined };
}

/** The part of a job's configuration that says what the job does. */
export function requirePart(configuration: JobRequest['configuration']) {
  const parts = (['query', 'load', 'copy', 'extract'] as const).flatMap((kind) => {
    const part = configuration[kind];
    return part === undefined ? [] : [{ kind, part }];
  });
  const [first, ...others] = parts;
  if (first === undefined) throw required('configuration');
  if (others.length > 0) throw invalid('A job has exactly one of query, load, copy and extract');
  return first;
}
