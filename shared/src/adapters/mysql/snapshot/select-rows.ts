import { storedColumns } from '../../../domain/backup/stored-columns.ts';
import type { Contract } from '../../../domain/contract.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { selectExpression } from '../select-expression.ts';

/**
 * The statement that reads a table for a backup: the columns that it keeps, by primary key where
 * there is one. Without the hint the server may choose another index, and sort.
 */
export function selectRows(contract: Contract): string {
  const columns = storedColumns(contract).map(selectExpression).join(', ');
  const select = `SELECT ${columns} FROM ${quoteIdentifier(contract.table)}`;
  if (contract.primaryKey.length === 0) return select;
  const key = contract.primaryKey.map(quoteIdentifier).join(', ');
  return `${select} FORCE INDEX (PRIMARY) ORDER BY ${key}`;
}
