import type { Column } from '../../domain/contract.ts';

/** A type of the Avro specification 1.12 as a schema writes it, as far as a column needs one. */
export interface AvroType {
  readonly type: 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';
  readonly logicalType?: string;
  readonly precision?: number;
  readonly scale?: number;
  /** By which BigQuery knows JSON; to others it is the string that it is. */
  readonly sqlType?: 'JSON';
}

const largestInt = 2n ** 31n - 1n;
const largestLong = 2n ** 63n - 1n;
/** BIGINT UNSIGNED and BIT(64) are longer than a long. */
const unsignedLong: AvroType = { type: 'bytes', logicalType: 'decimal', precision: 20, scale: 0 };

function wholeNumber(max: bigint): AvroType {
  if (max > largestLong) return unsignedLong;
  return { type: max > largestInt ? 'long' : 'int' };
}

/**
 * True for a column whose values are bytes, not characters. A geometry is the server's own bytes:
 * four of its reference system, then WKB.
 */
export function holdsBytes({ kind, charset, sqlType }: Column): boolean {
  return (
    kind === 'binary' ||
    kind === 'geometry' ||
    charset === 'binary' ||
    (kind === 'other' && /^vector\b/i.test(sqlType))
  );
}

/**
 * The Avro type that holds every value of a column, but for zero dates. A TIME is a text, because
 * Avro's ends after 24 hours.
 */
export function avroType(column: Column): AvroType {
  if (holdsBytes(column)) return { type: 'bytes' };
  const { precision = 65, scale = 0 } = column;
  switch (column.kind) {
    case 'integer':
    case 'boolean':
      return wholeNumber(column.max ?? largestLong);
    case 'bit':
      return (column.bits ?? 1) < 64 ? { type: 'long' } : unsignedLong;
    case 'year':
      return { type: 'int' };
    case 'decimal':
      return { type: 'bytes', logicalType: 'decimal', precision, scale };
    case 'float':
      return { type: column.singlePrecision === true ? 'float' : 'double' };
    case 'date':
      return { type: 'int', logicalType: 'date' };
    case 'datetime':
      return { type: 'long', logicalType: 'local-timestamp-micros' };
    case 'timestamp':
      return { type: 'long', logicalType: 'timestamp-micros' };
    case 'json':
      return { type: 'string', sqlType: 'JSON' };
    default:
      return { type: 'string' };
  }
}
