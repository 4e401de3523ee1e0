import { isSameJson } from './cells/json-value.ts';
import { normalizeWkt } from './cells/wkt.ts';
import type { Column } from './contract.ts';

/**
 * True where two canonical texts of a column stand for the same stored value: floats by number,
 * JSON and geometry by value, types that only the database judges in any letter case, and
 * everything else by its text.
 */
export function sameStored(column: Column, a: string | null, b: string | null): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  switch (column.kind) {
    case 'float':
      return Number(a) === Number(b);
    case 'json':
      return isSameJson(a, b);
    case 'geometry':
      return normalizeWkt(a) === normalizeWkt(b);
    case 'other':
      return a.toLowerCase() === b.toLowerCase();
    default:
      return false;
  }
}
