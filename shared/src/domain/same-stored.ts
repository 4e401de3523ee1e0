import { isSameJson } from './cells/json-value.ts';
import { readWkt } from './cells/wkt.ts';
import type { Column } from './contract.ts';

/** FLOAT(M,D) is rounded to D decimals by the database's own arithmetic, whose last bits don't count. */
function isSameFloat(a: string, b: string, scale: number | undefined): boolean {
  if (scale === undefined) return Number(a) === Number(b);
  return Number(a).toFixed(scale) === Number(b).toFixed(scale);
}

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
      return isSameFloat(a, b, column.scale);
    case 'json':
      return isSameJson(a, b);
    case 'geometry':
      return (readWkt(a)?.text ?? a) === (readWkt(b)?.text ?? b);
    case 'other':
      return a.toLowerCase() === b.toLowerCase();
    default:
      return false;
  }
}
