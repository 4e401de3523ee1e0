import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { invalid } from '../api-error.ts';
import { toFields } from '../catalogue/schema.ts';
import { dryRun } from '../jobs/dry-run.ts';
import type { Job } from '../jobs/job.ts';
import { runQuery } from '../jobs/run-query.ts';
import { defaultLocation } from '../services.ts';
import { awaitJob, readTimeout } from './await-job.ts';
import { type Call, readJson, sendJson } from './call.ts';
import { etagOf } from './etag.ts';
import { formatOptionsSchema, readTimestampFormat, toTimestampFormat } from './format-options.ts';
import { readPageQuery } from './page.ts';
import { passedOver } from './passed-over.ts';
import { describeQuery, describeUnfinished } from './query-answer.ts';
import { querySettings, readQueryWork } from './query-settings.ts';
import { readResource } from './read-resource.ts';

const requestSchema = z.strictObject({
  ...querySettings,
  kind: passedOver,
  maxResults: z.int().min(0).optional(),
  timeoutMs: z.int().min(0).optional(),
  dryRun: z.boolean().default(false),
  requestId: z.string().max(36).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  location: z.string().optional(),
  formatOptions: formatOptionsSchema.optional(),
  // A job is always made, and its rows are answered when all are there.
  jobCreationMode: passedOver,
  writeIncrementalResults: passedOver,
});

type QueryRequest = z.infer<typeof requestSchema>;

async function startQuery(call: Call, project: string, request: QueryRequest): Promise<Job> {
  const { query, queryParameters, defaultDataset, labels, location = defaultLocation } = request;
  const work = readQueryWork(request, project, null);
  const reference = { projectId: project, jobId: `job_${randomUUID()}`, location };
  const configuration = {
    query: { query, useLegacySql: false, queryParameters, defaultDataset },
    ...(labels === undefined ? {} : { labels }),
  };
  const { jobs } = call.services;
  return jobs.start({ reference, kind: 'query', configuration, isNamed: false }, (job) =>
    runQuery(call.services, work, job),
  );
}

function sendDryRun(call: Call, project: string, request: QueryRequest) {
  const { columns, statistics } = dryRun(call.services, readQueryWork(request, project, null));
  const { totalBytesProcessed } = statistics;
  sendJson(call, {
    kind: 'bigquery#queryResponse',
    jobReference: { projectId: project, location: request.location ?? defaultLocation },
    jobComplete: true,
    schema: { fields: toFields(columns) },
    totalBytesProcessed,
    cacheHit: false,
  });
}

/** POST /queries: runs a query and answers its first rows; the same requestId again, the same job. */
export async function query(call: Call): Promise<void> {
  const { projectId: project = '' } = call.params;
  const request = readResource(requestSchema, await readJson(call));
  if (request.dryRun) return sendDryRun(call, project, request);
  const { requestId, timeoutMs, maxResults: most } = request;
  const start = () => startQuery(call, project, request);
  const job = await (requestId === undefined
    ? start()
    : call.services.requests.once(`${project} ${requestId}`, start));
  const kind = 'bigquery#queryResponse';
  if (!(await awaitJob(job, timeoutMs)))
    return sendJson(call, { kind, ...describeUnfinished(job) });
  const format = toTimestampFormat(request.formatOptions);
  sendJson(call, { kind, ...(await describeQuery(call, job, { start: 0, most }, format)) });
}

/** GET /queries/:jobId: a page of the rows that a query answered. */
export async function getQueryResults(call: Call): Promise<void> {
  const { projectId = '', jobId = '' } = call.params;
  const job = await call.services.jobs.require({ projectId, jobId });
  if (job.facts().kind !== 'query') throw invalid(`Job ${projectId}:${jobId} is not a query`);
  const kind = 'bigquery#getQueryResultsResponse';
  if (!(await awaitJob(job, readTimeout(call.query)))) {
    return sendJson(call, { kind, ...describeUnfinished(job) });
  }
  const page = readPageQuery(call.query);
  const answer = await describeQuery(call, job, page, readTimestampFormat(call.query));
  sendJson(call, { kind, etag: etagOf(answer.jobReference), ...answer });
}
