import type { Column, ColumnKind } from '@cutover/shared/domain/contract.ts';
import { comparisons } from '@cutover/shared/domain/rows/filter.ts';

export const operators = [...comparisons, 'in', 'null'] as const;

export type Operator = (typeof operators)[number];

/** Two texts may be one value of these. */
const unlike: readonly ColumnKind[] = ['json', 'geometry'];
/** Their order is that of the type's members, which a reader of the rows does not see. */
const unordered: readonly ColumnKind[] = ['enum', 'set'];

/** The operators that a filter of the column may have. */
export function operatorsOf({ kind }: Column): readonly Operator[] {
  if (unlike.includes(kind)) return ['null'];
  return unordered.includes(kind) ? ['eq', 'ne', 'in', 'null'] : operators;
}
