import type { GoogleType } from '../../google-type.ts';
import type { ArrayConstructor, Expression, StructConstructor } from '../syntax/expression.ts';
import type { Cursor } from './cursor.ts';
import { parseStructType } from './parse-type.ts';

/** [a, b]; the words before it are taken already. */
export function parseArray(
  cursor: Cursor,
  element: GoogleType | null,
  at: number,
): ArrayConstructor {
  cursor.expectSymbol('[');
  const items = cursor.isSymbol(']') ? [] : cursor.list(() => cursor.expression());
  cursor.expectSymbol(']');
  return { kind: 'array', element, items, at };
}

/** STRUCT(a AS x, b), or STRUCT<x INT64>(1). */
export function parseStruct(cursor: Cursor): StructConstructor {
  const { at } = cursor;
  cursor.expectWord('STRUCT');
  const type = cursor.isSymbol('<') ? parseStructType(cursor) : null;
  const field = () => {
    const value = cursor.expression();
    return { value, name: type === null && cursor.acceptWord('AS') ? cursor.expectName() : null };
  };
  const fields = cursor.inParentheses(() => (cursor.isSymbol(')') ? [] : cursor.list(field)));
  return { kind: 'struct', type, fields, at };
}

/** (a, b): a struct without names. The first is taken already. */
export function parseTuple(cursor: Cursor, first: Expression, at: number): StructConstructor {
  const values = [first];
  while (cursor.acceptSymbol(',')) values.push(cursor.expression());
  return { kind: 'struct', type: null, fields: values.map((value) => ({ name: null, value })), at };
}
