import type { Column } from '../contract.ts';
import { refuse, type ValueCheck } from './cell-fault.ts';
import { readWkt } from './wkt.ts';

/**
 * GEOMETRY and its subtypes: well-known text of the column's shape. Canonical: upper case, the
 * shortest numerals, no optional white space or brackets; stored values are compared so.
 */
export function compileGeometry(column: Column): ValueCheck {
  const { shape = 'geometry' } = column;
  return (cell) => {
    const wkt = readWkt(cell);
    if (wkt === null) return refuse('type-error', cell, 'is not well-known text (WKT)');
    if (shape !== 'geometry' && shape !== wkt.shape) {
      return refuse('type-error', cell, `is not a ${shape.toUpperCase()}`);
    }
    return wkt.text;
  };
}
