import type { Column } from '@cutover/shared/domain/contract.ts';
import { compileText } from './value-text.ts';

export type JsonForm = 'number' | 'string';

const safe = 2n ** 53n;
const safeBits = 53;

/** A number where a double holds every value of the column, so that no reader of JSON rounds it; else a string. */
export function jsonFormOf({ kind, min, max, bits = 1 }: Column): JsonForm {
  switch (kind) {
    case 'boolean':
    case 'year':
    case 'float':
      return 'number';
    case 'integer':
      return min !== undefined && max !== undefined && min >= -safe && max <= safe
        ? 'number'
        : 'string';
    case 'bit':
      return bits <= safeBits ? 'number' : 'string';
    default:
      return 'string';
  }
}

/** Writes a column's values as JSON. Bytes are base64; JSON is a string that holds it, so that NULL and `null` stay two things. */
export function compileJsonValue(column: Column): (stored: string) => string {
  if (jsonFormOf(column) === 'number') return (stored) => String(Number(stored));
  if (column.kind === 'binary') {
    return (stored) => `"${Buffer.from(stored, 'hex').toString('base64')}"`;
  }
  const toText = compileText(column);
  return (stored) => JSON.stringify(toText(stored));
}
