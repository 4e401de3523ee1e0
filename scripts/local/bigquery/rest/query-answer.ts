import { toFields } from '../catalogue/schema.ts';
import type { Job } from '../jobs/job.ts';
import type { StoredResult } from '../jobs/stored-result.ts';
import type { TimestampFormat } from '../values/cell.ts';
import type { Call } from './call.ts';
import type { PageQuery } from './page.ts';
import { readResultPage } from './read-result-page.ts';

interface QueryStatistics {
  readonly totalBytesProcessed?: string;
  readonly query?: { readonly numDmlAffectedRows?: string; readonly dmlStats?: object };
}

async function describeRows(result: StoredResult | null, page: PageQuery, format: TimestampFormat) {
  if (result === null) return { totalRows: '0' };
  const schema = { fields: toFields(result.columns) };
  return {
    schema,
    totalRows: String(result.rowCount),
    ...(await readResultPage(result, page, format)),
  };
}

/** What jobs.query and jobs.getQueryResults answer of a query that has ended. */
export async function describeQuery(
  { services }: Call,
  job: Job,
  page: PageQuery,
  format: TimestampFormat,
) {
  const { reference, statistics, errors } = job.facts();
  const { totalBytesProcessed = '0', query = {} } = statistics as QueryStatistics;
  const { numDmlAffectedRows, dmlStats } = query;
  return {
    jobReference: reference,
    jobComplete: true,
    ...(await describeRows(services.jobs.requireResult(job), page, format)),
    totalBytesProcessed,
    cacheHit: false,
    ...(numDmlAffectedRows === undefined ? {} : { numDmlAffectedRows, dmlStats }),
    ...(errors.length === 0 ? {} : { errors }),
  };
}

/** The same of a query that still runs. */
export const describeUnfinished = (job: Job) => ({
  jobReference: job.facts().reference,
  jobComplete: false,
});
