import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { invalid } from '../../api-error.ts';
import { parseScalar } from '../../values/parse-scalar.ts';
import { optionalOf, scalarName } from './avro-column.ts';
import type { AvroField, AvroType, Logical } from './avro-schema.ts';
import type { ByteCursor } from './byte-cursor.ts';

export type Decode = (cursor: ByteCursor) => DuckDBValue;

/** A decimal's unscaled value stands in two's complement, the highest byte first. */
function readDecimal(bytes: Buffer, { scale }: Logical): DuckDBValue {
  const unsigned = bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
  const value = BigInt.asIntN(bytes.length * 8, unsigned);
  return new DuckDBDecimalValue(value * 10n ** BigInt(9 - scale), 38, 9);
}

function parseText(text: string, kind: 'JSON' | 'DATETIME'): DuckDBValue {
  const value = parseScalar(text, kind);
  if (value === undefined) throw invalid(`Could not parse '${text}' as ${kind}`);
  return value;
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

function scalarDecoder(type: Scalar, useLogicalTypes: boolean): Decode {
  const name = scalarName(type, useLogicalTypes);
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
        ? (cursor) => parseText(cursor.text(), 'DATETIME')
        : (cursor) => new DuckDBTimestampValue(cursor.long() * factor);
    case 'JSON':
      return (cursor) => parseText(cursor.text(), 'JSON');
    case 'NUMERIC':
      if (logical === null) return plainDecoder(type);
      return type.kind === 'fixed'
        ? (cursor) => readDecimal(cursor.take(type.size), logical)
        : (cursor) => readDecimal(cursor.bytes(), logical);
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

function unionDecoder(
  type: Extract<AvroType, { kind: 'union' }>,
  useLogicalTypes: boolean,
): Decode {
  const kind = optionalOf(type)?.kind;
  const nothing: Decode =
    kind === 'array' || kind === 'map' ? () => new DuckDBListValue([]) : () => null;
  const decoders = type.branches.map((branch) =>
    branch.kind === 'null' ? nothing : createDecoder(branch, useLogicalTypes),
  );
  return (cursor) => {
    const decode = decoders[cursor.int()];
    if (decode === undefined)
      throw invalid('The Apache Avro data name a branch that there is not.');
    return decode(cursor);
  };
}

function structDecoder(fields: readonly AvroField[], useLogicalTypes: boolean): Decode {
  const decoders = fields.map(
    ({ name, type }) => [name, createDecoder(type, useLogicalTypes)] as const,
  );
  return (cursor) =>
    new DuckDBStructValue(
      Object.fromEntries(decoders.map(([name, decode]) => [name, decode(cursor)])),
    );
}

/** What reads a type's values, as the column of `toAvroColumn` holds them. */
export function createDecoder(type: AvroType, useLogicalTypes: boolean): Decode {
  switch (type.kind) {
    case 'record':
      return structDecoder(type.fields, useLogicalTypes);
    case 'union':
      return unionDecoder(type, useLogicalTypes);
    case 'array': {
      const item = createDecoder(type.items, useLogicalTypes);
      return (cursor) => readBlocks(cursor, item);
    }
    case 'map': {
      const value = createDecoder(type.items, useLogicalTypes);
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
      return scalarDecoder(type, useLogicalTypes);
  }
}
