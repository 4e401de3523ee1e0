import { BigQuery } from '@google-cloud/bigquery';
import { defaultPatience, type Patience, retryTransient } from './retry-transient.ts';
import type {
  ParameterType,
  ParameterValue,
  Row,
  RunStatement,
  Scalar,
  ScalarType,
  StructType,
} from './statement.ts';
import { translateBigqueryError } from './translate-bigquery-error.ts';

/** The client would send a TIMESTAMP that is plain text as NULL. */
function wrapScalar(value: Scalar, type: ScalarType): unknown {
  return type === 'TIMESTAMP' && value !== null ? BigQuery.timestamp(String(value)) : value;
}

function wrapItem(item: Scalar | Readonly<Record<string, Scalar>>, type: ScalarType | StructType) {
  if (typeof type === 'string') return wrapScalar(item as Scalar, type);
  const fields = item as Readonly<Record<string, Scalar>>;
  return Object.fromEntries(
    Object.entries(type).map(([name, field]) => [name, wrapScalar(fields[name] ?? null, field)]),
  );
}

function wrap(value: ParameterValue, type: ParameterType): unknown {
  if (!Array.isArray(type)) return wrapScalar(value as Scalar, type);
  const items = value as readonly (Scalar | Readonly<Record<string, Scalar>>)[];
  return items.flatMap((item) => type.map((element) => wrapItem(item, element)));
}

/** TIMESTAMPs come as objects around their text, which has nine digits where BigQuery keeps six. */
function unwrap(cell: unknown): Scalar {
  if (typeof cell === 'object' && cell !== null && 'value' in cell) {
    return String(cell.value).replace(/(\.\d{6})\d{3}Z$/, '$1Z');
  }
  return cell as Scalar;
}

/** Runs statements whose tables are in one dataset; transient errors are tried again. */
export function runStatements(
  bigquery: BigQuery,
  dataset: string,
  patience: Patience = defaultPatience,
): RunStatement {
  return async ({ sql, types }, values) => {
    const params = Object.fromEntries(
      Object.entries(types).map(([name, type]) => [name, wrap(values[name] ?? null, type)]),
    );
    const query = { query: sql, params, types, defaultDataset: { datasetId: dataset } };
    try {
      const [rows] = await retryTransient(() => bigquery.query(query), patience);
      return rows.map(
        (row: object): Row =>
          Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, unwrap(cell)])),
      );
    } catch (error) {
      throw translateBigqueryError(error, dataset);
    }
  };
}
