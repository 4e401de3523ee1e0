import type { GoogleType } from '../google-type.ts';
import { formatDate, formatTime } from './civil-time.ts';
import { formatFloat } from './format-float.ts';
import type { WireValue } from './wire-value.ts';

/** How a TIMESTAMP is written; seconds as a floating point number unless something else is asked for. */
export type TimestampFormat = 'FLOAT64' | 'INT64' | 'ISO8601_STRING';

/** The API's form of a value (f/v). */
export interface Cell {
  readonly v: string | null | RowCells | readonly Cell[];
}

export interface RowCells {
  readonly f: readonly Cell[];
}

const dayMicros = 86_400_000_000n;

function formatTimestamp(micros: string, format: TimestampFormat): string {
  if (format === 'INT64') return micros;
  if (format === 'FLOAT64') return formatFloat(Number(micros) / 1_000_000);
  const value = BigInt(micros);
  const rest = ((value % dayMicros) + dayMicros) % dayMicros;
  return `${formatDate(Number((value - rest) / dayMicros))}T${formatTime(rest)}Z`;
}

function toContent(value: WireValue, type: GoogleType, format: TimestampFormat): Cell['v'] {
  if (value === null) return null;
  if (typeof value === 'string') {
    return type.kind === 'TIMESTAMP' ? formatTimestamp(value, format) : value;
  }
  if (type.kind === 'ARRAY') {
    return value.map((item) => ({ v: toContent(item, type.element, format) }));
  }
  if (type.kind !== 'STRUCT') throw new Error(`A value of ${type.kind} is no list.`);
  return toRowCells(
    value,
    type.fields.map((field) => field.type),
    format,
  );
}

/** A row, or a struct, as the API writes it. */
export function toRowCells(
  values: readonly WireValue[],
  types: readonly GoogleType[],
  format: TimestampFormat,
): RowCells {
  const cells = types.map((type, index) => ({
    v: toContent(values[index] ?? null, type, format),
  }));
  return { f: cells };
}
