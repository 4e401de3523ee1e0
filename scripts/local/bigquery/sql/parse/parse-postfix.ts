import type { ElementAccess, Expression } from '../syntax/expression.ts';
import type { Cursor } from './cursor.ts';
import { parsePrimary } from './parse-primary.ts';

const positions = ['OFFSET', 'ORDINAL', 'SAFE_OFFSET', 'SAFE_ORDINAL'] as const;

function parseElement(cursor: Cursor, base: Expression): ElementAccess {
  const { at } = cursor;
  cursor.expectSymbol('[');
  const how = positions.find((word) => cursor.isWord(word) && cursor.isSymbol('(', 1));
  if (how !== undefined) cursor.take();
  const read = () => cursor.expression();
  const index = how === undefined ? read() : cursor.inParentheses(read);
  cursor.expectSymbol(']');
  return { kind: 'element', base, how: how ?? 'INDEX', index, at };
}

/** A primary expression with its fields and elements: f(x).name[OFFSET(0)]. */
export function parsePostfix(cursor: Cursor): Expression {
  let base = parsePrimary(cursor);
  for (;;) {
    if (cursor.isSymbol('[')) base = parseElement(cursor, base);
    else if (cursor.isSymbol('.') && !cursor.isSymbol('*', 1)) {
      cursor.take();
      const field = cursor.expectPart();
      base =
        base.kind === 'path'
          ? { ...base, names: [...base.names, field] }
          : { kind: 'field', base, field, at: field.at };
    } else return base;
  }
}
