import { ApiError } from '../storage/api-error.ts';
import { GoogleSqlError } from './sql/google-sql-error.ts';
import { formatTableName, type TableName } from './table-name.ts';

/** What a reason is to HTTP; the reasons are those of BigQuery's table of error messages. */
const statuses = {
  backendError: 500,
  conditionNotMet: 412,
  duplicate: 409,
  internalError: 500,
  invalid: 400,
  invalidQuery: 400,
  notFound: 404,
  notImplemented: 501,
  parseError: 400,
  required: 400,
  resourceInUse: 400,
  resourcesExceeded: 400,
  stopped: 400,
} as const;

export type Reason = keyof typeof statuses;

/** One fault, in the form of a job's `errorResult` and `errors`. */
export interface ErrorProto {
  readonly reason: string;
  readonly location?: string;
  readonly message: string;
}

interface ErrorDetails {
  readonly location?: string | null;
  readonly faults?: readonly ErrorProto[];
  /** What the emulator itself came to grief with. */
  readonly cause?: unknown;
}

/** A refusal in BigQuery's words. */
export class BigQueryError extends ApiError {
  /** What is at fault: a column, a file, a parameter of the request; null where nothing is named. */
  readonly location: string | null;
  /** Every fault, where there are several; the first is this one otherwise. */
  readonly faults: readonly ErrorProto[];

  constructor(reason: Reason, message: string, details: ErrorDetails = {}) {
    super(statuses[reason], reason, message);
    const { location = null, faults = [], cause } = details;
    if (cause !== undefined) this.cause = cause;
    this.name = 'BigQueryError';
    this.location = location;
    this.faults = faults;
  }
}

export const invalid = (message: string, location: string | null = null) =>
  new BigQueryError('invalid', message, { location });

export const required = (name: string) =>
  new BigQueryError('required', `Required parameter is missing: ${name}`, { location: name });

/** What BigQuery can do and this emulator can't: said by name, never approximated. */
export const notSupported = (feature: string) =>
  new BigQueryError('notImplemented', `The local BigQuery does not support ${feature}.`);

export const datasetNotFound = (project: string, dataset: string) =>
  new BigQueryError('notFound', `Not found: Dataset ${project}:${dataset}`);

export const tableNotFound = (name: TableName) =>
  new BigQueryError('notFound', `Not found: Table ${formatTableName(name)}`);

export const alreadyExists = (what: string) =>
  new BigQueryError('duplicate', `Already Exists: ${what}`);

/** The answer for anything thrown: what is no refusal is a fault of the emulator. */
export function toBigQueryError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof GoogleSqlError) return new BigQueryError(error.reason, error.message);
  return new BigQueryError('internalError', 'The local BigQuery failed; its log says why.');
}

/** The fault as jobs and answers carry it. BigQuery locates a query's faults at `query`. */
export function toErrorProto(error: ApiError): ErrorProto {
  const { reason, message } = error;
  const place = error instanceof BigQueryError ? error.location : null;
  const location = place ?? (reason === 'invalidQuery' ? 'query' : null);
  return { reason, ...(location === null ? {} : { location }), message };
}

/** A job's fault as the refusal of a request for its results. */
export function fromErrorProto({ reason, location, message }: ErrorProto): BigQueryError {
  const known = Object.hasOwn(statuses, reason) ? (reason as Reason) : 'internalError';
  return new BigQueryError(known, message, location === undefined ? {} : { location });
}
