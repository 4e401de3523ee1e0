import type { JobReference } from '../jobs/job.ts';
import type { StoredResult } from '../jobs/stored-result.ts';
import type { Services } from '../services.ts';
import type { TableName } from '../table-name.ts';

/** Under this name the results of queries are tables that can be read, as BigQuery's anonymous ones. */
const dataset = '_results';
const prefix = 'anon_';

export const anonymousTable = ({ projectId, jobId }: JobReference) => ({
  projectId,
  datasetId: dataset,
  tableId: `${prefix}${jobId}`,
});

/** The result that the name of an anonymous table stands for; undefined for any other name. */
export async function findAnonymous(
  { jobs }: Services,
  name: TableName,
): Promise<StoredResult | null | undefined> {
  if (name.dataset !== dataset || !name.table.startsWith(prefix)) return undefined;
  const jobId = name.table.slice(prefix.length);
  return jobs.requireResult(await jobs.require({ projectId: name.project, jobId }));
}
