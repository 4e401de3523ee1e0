import type { Column } from '../../domain/contract.ts';
import { quoteIdentifier } from './quote-identifier.ts';

/**
 * SQL that reads a column as its canonical text, the one that a cell check answers for the same
 * value. It wants a session in UTC. Floats come as the shortest text of their value as a double,
 * so that a FLOAT keeps all its bits; ZEROFILL's zeros are left out.
 */
export function readStoredExpression(column: Column): string {
  const name = quoteIdentifier(column.name);
  switch (column.kind) {
    case 'text':
    case 'enum':
    case 'set':
      return name;
    case 'binary':
      return `LOWER(HEX(${name}))`;
    case 'float':
      return `CAST(${name} + 0e0 AS CHAR)`;
    case 'bit':
    case 'integer':
    case 'boolean':
    case 'decimal':
      return `CAST(${name} + 0 AS CHAR)`;
    case 'geometry':
      return `ST_AsText(${name})`;
    default:
      return `CAST(${name} AS CHAR)`;
  }
}

/** SQL that makes a column's value of its canonical text, which takes the place of the one `?`. */
export function writeExpression(column: Column): string {
  switch (column.kind) {
    case 'binary':
      return 'UNHEX(?)';
    case 'bit':
      return 'CAST(? AS UNSIGNED)';
    case 'geometry':
      return `ST_GeomFromText(?${column.srid === undefined ? '' : `, ${column.srid}`})`;
    default:
      return '?';
  }
}
