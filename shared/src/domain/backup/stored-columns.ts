import type { Column, Contract } from '../contract.ts';

/**
 * The columns that a backup keeps, in the table's order: all but the generated ones, which the
 * database computes anew when the rows are restored.
 */
export function storedColumns(contract: Contract): readonly Column[] {
  return contract.columns.filter(({ generated }) => !generated);
}
