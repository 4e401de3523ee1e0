import type {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  DuckDBValue,
} from '@duckdb/node-api';
import type { GoogleType } from '../google-type.ts';
import { formatDate, formatTime } from './civil-time.ts';
import { formatDecimal } from './decimal.ts';
import { formatFloat } from './format-float.ts';

/**
 * A value as the API writes it: text, null, or a list for arrays and structs. A TIMESTAMP is in
 * microseconds since 1970; `toCell` gives it the form that was asked for.
 */
export type WireValue = string | null | readonly WireValue[];

const dayMicros = 86_400_000_000n;

/** Rounds towards the past. */
const floorDivide = (value: bigint, by: bigint) =>
  value >= 0n ? value / by : -((-value + by - 1n) / by);

function formatDatetime(micros: bigint): string {
  const days = floorDivide(micros, dayMicros);
  return `${formatDate(Number(days))}T${formatTime(micros - days * dayMicros)}`;
}

/** What DuckDB answered for a column of a BigQuery type. A NULL array is an empty one. */
export function toWireValue(value: DuckDBValue, type: GoogleType): WireValue {
  if (value === null) return type.kind === 'ARRAY' ? [] : null;
  switch (type.kind) {
    case 'ARRAY':
      return (value as DuckDBListValue).items.map((item) => toWireValue(item, type.element));
    case 'STRUCT': {
      const values = Object.values((value as DuckDBStructValue).entries);
      return type.fields.map((field, index) => toWireValue(values[index] ?? null, field.type));
    }
    case 'FLOAT64':
      return formatFloat(value as number);
    case 'NUMERIC': {
      const { value: units, scale } = value as DuckDBDecimalValue;
      return formatDecimal(units, scale);
    }
    case 'BYTES':
      return Buffer.from((value as DuckDBBlobValue).bytes).toString('base64');
    case 'DATE':
      return formatDate((value as DuckDBDateValue).days);
    case 'TIME':
      return formatTime((value as DuckDBTimeValue).micros);
    case 'DATETIME':
      return formatDatetime((value as DuckDBTimestampValue).micros);
    case 'TIMESTAMP':
      return String((value as DuckDBTimestampTZValue).micros);
    default:
      return String(value);
  }
}
