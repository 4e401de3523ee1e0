import type { Column } from '../../../domain/contract.ts';
import { readStoredExpression } from '../column-expressions.ts';
import { quoteIdentifier } from '../quote-identifier.ts';

/**
 * SQL that reads a column as its canonical text. A geometry of another reference system than its
 * column's says so (`SRID=4326;POINT(1 2)`, EWKT), which no load takes for one without.
 */
export function readExpression(column: Column): string {
  const stored = readStoredExpression(column);
  if (column.kind !== 'geometry') return stored;
  const srid = `ST_SRID(${quoteIdentifier(column.name)})`;
  const isPlain = `${srid} = ${column.srid ?? 0}`;
  return `IF(${isPlain}, ${stored}, CONCAT('SRID=', ${srid}, ';', ${stored}))`;
}
