import { AppError } from '../../domain/app-error.ts';

interface Refusal {
  readonly code: unknown;
  readonly message: string;
  readonly reasons: readonly string[];
}

function readRefusal(error: unknown): Refusal {
  if (typeof error !== 'object' || error === null) {
    return { code: undefined, message: String(error), reasons: [] };
  }
  const code = 'code' in error ? error.code : undefined;
  const message = 'message' in error ? String(error.message) : '';
  const errors: unknown[] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  const reasons = errors.flatMap((one) =>
    typeof one === 'object' && one !== null && 'reason' in one ? [String(one.reason)] : [],
  );
  return { code, message, reasons };
}

const transientReasons = [
  'rateLimitExceeded',
  'jobRateLimitExceeded',
  'backendError',
  'internalError',
  'jobBackendError',
  'jobInternalError',
  'tableUnavailable',
];

/** True for what BigQuery could not read: a value, or a file that it was told to load. */
export function isInvalidForBigquery(error: unknown): boolean {
  return readRefusal(error).reasons.includes('invalid');
}

/** Connections that were refused, broke or timed out, as Node and the HTTP client name them. */
const brokenConnection =
  /ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|socket hang up|network timeout/;

/**
 * True for what BigQuery's error table says to try again (cloud.google.com/bigquery/docs/
 * error-messages): full queues and rates, also as 403, trouble on its side, DML that another DML
 * overtook; and for connections that broke.
 */
export function isTransientBigqueryError(error: unknown): boolean {
  const { code, message, reasons } = readRefusal(error);
  if (reasons.some((reason) => transientReasons.includes(reason))) return true;
  if (/could not serialize access/i.test(message)) return true;
  if (typeof code === 'number') return code === 408 || code === 429 || code >= 500;
  return brokenConnection.test(`${String(code)} ${message}`);
}

/** Says in Cutover's words why BigQuery did not do it; `dataset` is the one that it was about. */
export function translateBigqueryError(error: unknown, dataset: string): AppError {
  if (error instanceof AppError) return error;
  const options = { cause: error };
  if (isTransientBigqueryError(error)) {
    return new AppError('unavailable', 'BigQuery does not answer; try again later.', options);
  }
  const { code, reasons } = readRefusal(error);
  if (reasons.includes('quotaExceeded')) {
    return new AppError('unavailable', "BigQuery's quota is used up; try again later.", options);
  }
  if (code === 404 || reasons.includes('notFound')) {
    const message = `BigQuery's dataset ${dataset}, or one of its tables, is not there; create it first.`;
    return new AppError('misconfigured', message, options);
  }
  if (code === 401 || code === 403) {
    const message = `The function may not use the dataset ${dataset} in BigQuery.`;
    return new AppError('misconfigured', message, options);
  }
  return new AppError('internal', 'BigQuery refused a statement.', options);
}
