import { BigQuery } from '@google-cloud/bigquery';

/**
 * The client, for a project or the environment's own. It tries nothing again by itself:
 * `runStatement` does, because the client knows fewer of BigQuery's transient errors.
 */
export function connectBigquery(projectId?: string): BigQuery {
  return new BigQuery({ ...(projectId === undefined ? {} : { projectId }), autoRetry: false });
}
