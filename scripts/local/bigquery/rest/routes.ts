import type { Call } from './call.ts';
import {
  deleteDataset,
  getDataset,
  insertDataset,
  listDatasets,
  patchDataset,
  updateDataset,
} from './dataset-routes.ts';
import { insertJob } from './insert-job.ts';
import { cancelJob, deleteJob, getJob, listJobs } from './job-routes.ts';
import { listProjects } from './project-routes.ts';
import { getQueryResults, query } from './query-routes.ts';
import { insertAll, listTableData } from './table-data-routes.ts';
import {
  deleteTable,
  getTable,
  insertTable,
  listTables,
  patchTable,
  updateTable,
} from './table-routes.ts';
import { continueUpload, startUpload } from './upload-routes.ts';

export interface Route {
  /** The method of the API, by resource and name. */
  readonly id: string;
  readonly method: string;
  /** Below the API's base path; `:name` is one segment, percent-encoded. */
  readonly path: string;
  /** The query parameters that are understood, beside those of every route. */
  readonly query: readonly string[];
  readonly handle: (call: Call) => Promise<void>;
}

const datasets = '/projects/:projectId/datasets';
const dataset = `${datasets}/:datasetId`;
const tables = `${dataset}/tables`;
const table = `${tables}/:tableId`;
const jobs = '/projects/:projectId/jobs';
const job = `${jobs}/:jobId`;
const queries = '/projects/:projectId/queries';
const uploads = `/upload${jobs}`;

const pages = ['maxResults', 'pageToken'];
const rows = [
  ...pages,
  'startIndex',
  'formatOptions.useInt64Timestamp',
  'formatOptions.timestampOutputFormat',
];
const policy = ['accessPolicyVersion'];
const listed = ['allUsers', 'projection', 'stateFilter', 'minCreationTime', 'maxCreationTime'];

function route(id: string, request: string, handle: Route['handle'], query: string[] = []): Route {
  const [method = '', path = ''] = request.split(' ');
  return { id, method, path, query, handle };
}

/** Everything that is served; a path that is not here is refused with 501. */
export const routes: readonly Route[] = [
  route('projects.list', 'GET /projects', listProjects, pages),

  route('datasets.list', `GET ${datasets}`, listDatasets, [...pages, 'all', 'filter']),
  route('datasets.insert', `POST ${datasets}`, insertDataset, policy),
  route('datasets.get', `GET ${dataset}`, getDataset, [...policy, 'datasetView']),
  route('datasets.patch', `PATCH ${dataset}`, patchDataset, [...policy, 'updateMode']),
  route('datasets.update', `PUT ${dataset}`, updateDataset, [...policy, 'updateMode']),
  route('datasets.delete', `DELETE ${dataset}`, deleteDataset, ['deleteContents']),

  route('tables.list', `GET ${tables}`, listTables, pages),
  route('tables.insert', `POST ${tables}`, insertTable),
  route('tables.get', `GET ${table}`, getTable, ['selectedFields', 'view']),
  route('tables.patch', `PATCH ${table}`, patchTable, ['autodetect_schema']),
  route('tables.update', `PUT ${table}`, updateTable, ['autodetect_schema']),
  route('tables.delete', `DELETE ${table}`, deleteTable),

  route('tabledata.list', `GET ${table}/data`, listTableData, [...rows, 'selectedFields']),
  route('tabledata.insertAll', `POST ${table}/insertAll`, insertAll),

  route('jobs.list', `GET ${jobs}`, listJobs, [...pages, ...listed]),
  route('jobs.insert', `POST ${jobs}`, insertJob),
  route('jobs.get', `GET ${job}`, getJob, ['location']),
  route('jobs.cancel', `POST ${job}/cancel`, cancelJob, ['location']),
  route('jobs.delete', `DELETE ${job}/delete`, deleteJob, ['location']),
  route('jobs.query', `POST ${queries}`, query),
  route('jobs.getQueryResults', `GET ${queries}/:jobId`, getQueryResults, [
    ...rows,
    'location',
    'timeoutMs',
  ]),
  route('upload.start', `POST ${uploads}`, startUpload, ['uploadType', 'upload_id', 'name']),
  route('upload.continue', `PUT ${uploads}`, continueUpload, ['uploadType', 'upload_id', 'name']),
];
