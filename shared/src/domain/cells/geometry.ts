import type { Column } from '../contract.ts';
import { refuse, type ValueCheck } from './cell-fault.ts';

const wkt =
  /^(point|linestring|polygon|multipoint|multilinestring|multipolygon|geometrycollection)\s*(?:empty|\([-+.,()\w\s]*\))$/i;

/** GEOMETRY and its subtypes: well-known text of the column's shape. The database judges the coordinates. */
export function compileGeometry(column: Column): ValueCheck {
  const { shape = 'geometry' } = column;
  return (cell) => {
    const named = wkt.exec(cell)?.[1]?.toLowerCase();
    if (named === undefined) return refuse('type-error', cell, 'is not well-known text (WKT)');
    if (shape !== 'geometry' && shape !== named) {
      return refuse('type-error', cell, `is not a ${shape.toUpperCase()}`);
    }
    return cell;
  };
}
