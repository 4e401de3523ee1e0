import { BigQuery, type BigQueryOptions } from '@google-cloud/bigquery';

type Interceptor = BigQuery['interceptors'][number];

/**
 * The client writes the project's name over every `{{projectId}}` in a request, also in values. It
 * passes over objects without a prototype.
 */
const keepValues: Interceptor = {
  request(options) {
    const request = options as ReturnType<Interceptor['request']>;
    if (request.json === undefined) return request;
    return { ...request, json: Object.assign(Object.create(null), request.json) };
  },
};

/**
 * The client. It tries nothing again by itself: `runStatement` does, because the client knows fewer
 * of BigQuery's transient errors. Without `projectId` it is to be asked for its project first.
 */
export function createBigquery(options: BigQueryOptions = {}): BigQuery {
  const bigquery = new BigQuery({ ...options, autoRetry: false });
  bigquery.interceptors.push(keepValues);
  return bigquery;
}

/** The client for the project that the function runs in. */
export async function connectBigquery(): Promise<BigQuery> {
  const bigquery = createBigquery();
  // It also keeps it: a request that is sent before has no project in its address.
  await bigquery.getProjectId();
  return bigquery;
}
