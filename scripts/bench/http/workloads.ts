import { departments, jobs } from '../../sample-data/reference-rows.ts';
import { recordRounds } from '../track/record-rounds.ts';
import type { LoadRequest } from './send-load.ts';

/** What clients ask of a function. */
export interface Workload {
  readonly name: string;
  readonly function: string;
  /** Rows that a request brings, gets or counts; undefined where it is about something else. */
  readonly rows?: number;
  readonly requestsOf: (client: number) => Iterator<LoadRequest, never>;
}

export const batchRows = 1000;
export const pageRows = 100;

function* repeat(request: LoadRequest): Generator<LoadRequest, never> {
  for (;;) yield request;
}

const always = (request: LoadRequest) => () => repeat(request);

/** Hires without ids, which the database gives. */
const makeHires = (rows: number) =>
  Array.from({ length: rows }, (_, at) => ({
    name: `Ana María Hire ${at}`,
    datetime: new Date(Date.UTC(2021, 0, 1) + at * 30_000_000).toISOString().slice(0, 19),
    department_id: departments[at % departments.length]?.id,
    job_id: jobs[at % jobs.length]?.id,
  }));

/** Hires as the list that both sides take. */
export const postHires = (rows: number): LoadRequest => ({
  method: 'POST',
  path: '/hired_employees/batch',
  body: Buffer.from(JSON.stringify(makeHires(rows))),
});

function* records(client: number): Generator<LoadRequest, never> {
  for (const rounds = recordRounds(client); ; ) {
    const { method, path, body } = rounds.next().value;
    yield {
      method,
      path,
      ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
    };
  }
}

export const batch: Workload = {
  name: `batch of ${batchRows.toLocaleString('en')} rows`,
  function: 'ingest-rows',
  rows: batchRows,
  requestsOf: always(postHires(batchRows)),
};

export const smallWorkloads: readonly Workload[] = [
  { name: 'one row', function: 'ingest-rows', rows: 1, requestsOf: always(postHires(1)) },
  {
    name: `page of ${pageRows} rows`,
    function: 'read-rows',
    rows: pageRows,
    requestsOf: always({
      method: 'GET',
      path: `/tables/hired_employees/rows?limit=${pageRows}`,
    }),
  },
  {
    name: 'report',
    function: 'report-hiring',
    requestsOf: always({ method: 'GET', path: '/hiring-by-department?year=2021' }),
  },
  { name: 'tracking records', function: 'track-migration', requestsOf: records },
];
