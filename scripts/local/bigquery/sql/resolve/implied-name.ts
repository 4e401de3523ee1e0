import type { Expression } from '../syntax/expression.ts';

/** The name of a column without an alias: that of the column or field that it shows, or none. */
export function impliedName(node: Expression): string | null {
  if (node.kind === 'path') return node.names.at(-1)?.text ?? null;
  return node.kind === 'field' ? node.field.text : null;
}
