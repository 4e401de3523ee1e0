import { noMember } from '../../domain/backup/wire-rows.ts';
import type { Column } from '../../domain/contract.ts';
import { quoteIdentifier } from './quote-identifier.ts';

/**
 * SQL that reads a column for a backup: what MySQL's text protocol then sends says the whole value,
 * in a session in UTC that speaks utf8mb4. Numbers are exact: a FLOAT comes as the shortest text of
 * its value as a double, BIT as a whole number, and ZEROFILL's zeros are left out. Only the sign of
 * a zero is lost, which no SQL shows. An ENUM's error value comes as `noMember`. Binary columns and geometries (four bytes of SRID, then WKB)
 * come as their bytes.
 */
export function selectExpression(column: Column): string {
  const name = quoteIdentifier(column.name);
  const isPadded = /zerofill/i.test(column.sqlType);
  switch (column.kind) {
    case 'integer':
    case 'boolean':
      return isPadded ? `CAST(${name} AS UNSIGNED)` : name;
    case 'decimal':
      return isPadded ? `CAST(${name} AS DECIMAL(${column.precision}, ${column.scale}))` : name;
    case 'float':
      return `${name} * 1e0`;
    case 'bit':
      return `CAST(${name} AS UNSIGNED)`;
    case 'enum':
      return `IF(${name} = 0, '${noMember}', ${name})`;
    default:
      return name;
  }
}
