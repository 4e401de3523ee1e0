import type { Column } from '../../../domain/contract.ts';

/** What a column is compared with: SQL that has one `?`, and what is bound to it. */
export interface Operand {
  readonly sql: string;
  readonly bind: (text: string) => unknown;
}

const asIs = (text: string) => text;

/**
 * What stands for a canonical text beside the column itself, of the column's own type: compared with
 * a text, numbers would be rounded to doubles and the index left alone.
 */
export function operandOf(column: Column): Operand {
  switch (column.kind) {
    case 'integer':
    case 'boolean':
    case 'bit':
    case 'year':
      return { sql: '?', bind: BigInt };
    case 'decimal':
      return { sql: `CAST(? AS DECIMAL(${column.precision}, ${column.scale}))`, bind: asIs };
    case 'float':
      return { sql: '(? + 0e0)', bind: asIs };
    case 'binary':
      return { sql: 'UNHEX(?)', bind: asIs };
    default:
      return { sql: '?', bind: asIs };
  }
}

/** The same in the order of the rows, in which the members of an ENUM are numbers. */
export function orderedOperandOf(column: Column): Operand {
  if (column.kind !== 'enum') return operandOf(column);
  return { sql: '?', bind: (text) => (column.members ?? []).indexOf(text) + 1 };
}
