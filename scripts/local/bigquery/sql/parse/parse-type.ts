import {
  type GoogleType,
  type StructField,
  type StructType,
  scalarTypeNamed,
} from '../../google-type.ts';
import { errorAt } from '../tokens/locate.ts';
import type { Cursor } from './cursor.ts';

function parseField(cursor: Cursor): StructField {
  const next = cursor.peek(1);
  const isNamed = cursor.isName() && (next.kind === 'word' || next.kind === 'quoted');
  const name = isNamed ? cursor.expectName().text : null;
  return { name, type: parseType(cursor) };
}

/** After STRUCT; its fields in angle brackets. */
export function parseStructType(cursor: Cursor): StructType {
  cursor.expectSymbol('<');
  const fields = cursor.isSymbol('>') ? [] : cursor.list(() => parseField(cursor));
  cursor.expectTypeEnd();
  return { kind: 'STRUCT', fields };
}

/** After ARRAY; its element in angle brackets. */
export function parseElementType(cursor: Cursor): GoogleType {
  cursor.expectSymbol('<');
  const { at } = cursor;
  const element = parseType(cursor);
  if (element.kind === 'ARRAY') {
    throw errorAt(cursor.text, at, 'Arrays of arrays are not supported');
  }
  cursor.expectTypeEnd();
  return element;
}

/** A type as a column, a CAST or a constructor names it. */
export function parseType(cursor: Cursor): GoogleType {
  if (cursor.acceptWord('ARRAY')) return { kind: 'ARRAY', element: parseElementType(cursor) };
  if (cursor.acceptWord('STRUCT')) return parseStructType(cursor);
  const token = cursor.peek();
  const type =
    token.kind === 'word' || token.kind === 'quoted' ? scalarTypeNamed(token.text) : null;
  if (
    token.kind === 'word' &&
    /^(INTERVAL|GEOGRAPHY|RANGE|BIGNUMERIC|BIGDECIMAL)$/.test(token.upper)
  ) {
    throw cursor.unsupported(`The type ${token.upper}`);
  }
  if (type === null) {
    if (token.kind !== 'word' && token.kind !== 'quoted') throw cursor.unexpected('type');
    throw errorAt(cursor.text, token.start, `Type not found: ${token.text}`);
  }
  cursor.take();
  if (cursor.isSymbol('(')) throw cursor.unsupported(`A type with parameters, ${token.upper}(…),`);
  return type;
}

/** The type of a table's column, which may be one that no expression has. */
export function parseColumnType(cursor: Cursor): GoogleType {
  const isBignumeric = cursor.acceptWord('BIGNUMERIC') || cursor.acceptWord('BIGDECIMAL');
  if (!isBignumeric) return parseType(cursor);
  if (cursor.isSymbol('(')) throw cursor.unsupported('A type with parameters, BIGNUMERIC(…),');
  return { kind: 'BIGNUMERIC' };
}
