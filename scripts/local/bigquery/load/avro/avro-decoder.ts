import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { invalid } from '../../api-error.ts';
import { normaliseJson } from '../../sql/runtime/json-text.ts';
import { Refusal } from '../../sql/runtime/refusal.ts';
import { parseScalar } from '../../values/parse-scalar.ts';
import type { AvroFormat } from '../load-work.ts';
import { optionalOf, scalarName } from './avro-column.ts';
import type { AvroField, AvroType, Logical } from './avro-schema.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { decodeDecimal } from './decode-decimal.ts';

export type Decode = (cursor: ByteCursor) => DuckDBValue;

function parseDatetimeText(text: string): DuckDBValue {
  const value = parseScalar(text, 'DATETIME');
  if (value === undefined) throw invalid(`Could not parse '${text}' as DATETIME`);
  return value;
}

function parseJsonText(text: string): DuckDBValue {
  try {
    return normaliseJson(text);
  } catch (error) {
    if (error instanceof Refusal) throw invalid(error.message);
    throw error;
  }
}

type Scalar = Extract<AvroType, { logical: Logical | null }>;

function plainDecoder(type: Scalar): Decode {
  switch (type.kind) {
    case 'null':
      return () => null;
    case 'boolean':
      return (cursor) => cursor.byte() === 1;
    case 'int':
    case 'long':
      return (cursor) => cursor.long();
    case 'float':
      return (cursor) => cursor.float();
    case 'double':
      return (cursor) => cursor.double();
    case 'string':
      return (cursor) => cursor.text();
    case 'bytes':
      return (cursor) => new DuckDBBlobValue(cursor.bytes());
    case 'fixed':
      return (cursor) => new DuckDBBlobValue(cursor.take(type.size));
  }
}

function scalarDecoder(type: Scalar, format: AvroFormat): Decode {
  const name = scalarName(type, format);
  const { logical } = type;
  const factor = logical?.name.endsWith('-millis') ? 1000n : 1n;
  switch (name) {
    case 'DATE':
      return (cursor) => new DuckDBDateValue(cursor.int());
    case 'TIME':
      return (cursor) => new DuckDBTimeValue(cursor.long() * factor);
    case 'TIMESTAMP':
      return (cursor) => new DuckDBTimestampTZValue(cursor.long() * factor);
    case 'DATETIME':
      return type.kind === 'string'
        ? (cursor) => parseDatetimeText(cursor.text())
        : (cursor) => new DuckDBTimestampValue(cursor.long() * factor);
    case 'JSON':
      return (cursor) => parseJsonText(cursor.text());
    case 'NUMERIC':
    case 'BIGNUMERIC':
    case 'STRING':
      if (logical?.name !== 'decimal') return plainDecoder(type);
      return type.kind === 'fixed'
        ? (cursor) => decodeDecimal(cursor.take(type.size), logical, name)
        : (cursor) => decodeDecimal(cursor.bytes(), logical, name);
    default:
      return plainDecoder(type);
  }
}

/** Arrays and maps come in blocks, each with a count, which is negative where a size follows it. */
function readBlocks(cursor: ByteCursor, item: Decode): DuckDBListValue {
  const items: DuckDBValue[] = [];
  for (let count = cursor.int(); count !== 0; count = cursor.int()) {
    if (count < 0) cursor.long();
    for (let left = Math.abs(count); left > 0; left -= 1) items.push(item(cursor));
  }
  return new DuckDBListValue(items);
}

function unionDecoder(type: Extract<AvroType, { kind: 'union' }>, format: AvroFormat): Decode {
  const kind = optionalOf(type)?.kind;
  const nothing: Decode =
    kind === 'array' || kind === 'map' ? () => new DuckDBListValue([]) : () => null;
  const decoders = type.branches.map((branch) =>
    branch.kind === 'null' ? nothing : createDecoder(branch, format),
  );
  return (cursor) => {
    const decode = decoders[cursor.int()];
    if (decode === undefined)
      throw invalid('The Apache Avro data name a branch that there is not.');
    return decode(cursor);
  };
}

function structDecoder(fields: readonly AvroField[], format: AvroFormat): Decode {
  const decoders = fields.map(({ name, type }) => [name, createDecoder(type, format)] as const);
  return (cursor) =>
    new DuckDBStructValue(
      Object.fromEntries(decoders.map(([name, decode]) => [name, decode(cursor)])),
    );
}

/** What reads a type's values, as the column of `toAvroColumn` holds them. */
export function createDecoder(type: AvroType, format: AvroFormat): Decode {
  switch (type.kind) {
    case 'record':
      return structDecoder(type.fields, format);
    case 'union':
      return unionDecoder(type, format);
    case 'array': {
      const item = createDecoder(type.items, format);
      return (cursor) => readBlocks(cursor, item);
    }
    case 'map': {
      const value = createDecoder(type.items, format);
      const entry: Decode = (cursor) =>
        new DuckDBStructValue({ key: cursor.text(), value: value(cursor) });
      return (cursor) => readBlocks(cursor, entry);
    }
    case 'enum':
      return (cursor) => {
        const symbol = type.symbols[cursor.int()];
        if (symbol === undefined) throw invalid('The Apache Avro data name an unknown symbol.');
        return symbol;
      };
    default:
      return scalarDecoder(type, format);
  }
}
