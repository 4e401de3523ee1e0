import { types } from 'node:util';
import { ApiError } from '../../storage/api-error.ts';
import { BigQueryError } from '../api-error.ts';
import { explainFault } from '../sql/explain-fault.ts';

/** What DuckDB says before its message, and what that is for BigQuery. */
const valueFaults = ['Conversion', 'Invalid Input', 'Out of Range', 'Constraint'];
const statementFaults = ['Binder', 'Catalog', 'Parser', 'Not implemented', 'Syntax'];

const missingValue = /NOT NULL constraint failed: \w*\.?"?([^"\s]+)"?$/;

/** A fault of DuckDB as BigQuery's; anything else is answered as it is. */
export function translateDuckdbError(error: unknown): unknown {
  if (error instanceof ApiError || !types.isNativeError(error)) return error;
  const [first = ''] = error.message.split('\n');
  const [match, kind = '', message = ''] = /^([\w ]+?) Error: (.*)$/.exec(first) ?? [];
  if (match === undefined) return error;
  if (kind === 'INTERRUPT') {
    return new BigQueryError('stopped', 'Job execution was cancelled: User requested cancellation');
  }
  if (kind === 'Out of Memory') {
    return new BigQueryError(
      'resourcesExceeded',
      `Resources exceeded during query execution: ${message}`,
    );
  }
  const column = missingValue.exec(message)?.[1]?.split('.').at(-1);
  if (column !== undefined) {
    return new BigQueryError('invalidQuery', `Required field ${column} cannot be null`);
  }
  if (valueFaults.includes(kind)) {
    const isUnsupported = message.endsWith('is not supported by the local BigQuery');
    const reason = isUnsupported ? 'notImplemented' : 'invalidQuery';
    return new BigQueryError(reason, explainFault(message));
  }
  if (statementFaults.includes(kind)) {
    return new BigQueryError(
      'notImplemented',
      `The local BigQuery can't run this statement. DuckDB says: ${message}`,
      { cause: error },
    );
  }
  return error;
}
