import type { Expression } from '../syntax/expression.ts';
import type { Cursor } from './cursor.ts';
import { parsePostfix } from './parse-postfix.ts';
import { startsQuery } from './starts-query.ts';

/** The binary operators, from those that bind least; comparisons stand between NOT and |. */
const levels: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '||'],
];
const comparisons = ['=', '<>', '!=', '<=', '>=', '<', '>'];

export function parseExpression(cursor: Cursor): Expression {
  let left = parseAnd(cursor);
  for (;;) {
    const { at } = cursor;
    if (!cursor.acceptWord('OR')) return left;
    left = { kind: 'binary', operator: 'OR', left, right: parseAnd(cursor), at };
  }
}

function parseAnd(cursor: Cursor): Expression {
  let left = parseNot(cursor);
  for (;;) {
    const { at } = cursor;
    if (!cursor.acceptWord('AND')) return left;
    left = { kind: 'binary', operator: 'AND', left, right: parseNot(cursor), at };
  }
}

function parseNot(cursor: Cursor): Expression {
  const { at } = cursor;
  if (cursor.acceptWord('NOT')) {
    return { kind: 'unary', operator: 'NOT', operand: parseNot(cursor), at };
  }
  return parseComparison(cursor);
}

/** Comparisons don't chain: a < b < c is an error. */
function parseComparison(cursor: Cursor): Expression {
  const left = parseBinary(cursor, 0);
  const { at } = cursor;
  const token = cursor.peek();
  if (token.kind === 'symbol' && comparisons.includes(token.text)) {
    cursor.take();
    const operator = token.text === '<>' ? '!=' : token.text;
    return { kind: 'binary', operator, left, right: parseBinary(cursor, 0), at };
  }
  if (cursor.acceptWord('IS')) return parseIs(cursor, left, at);
  const negated = cursor.acceptWord('NOT');
  if (cursor.acceptWord('LIKE')) {
    if (cursor.isWord('ANY') || cursor.isWord('ALL') || cursor.isWord('SOME')) {
      throw cursor.unsupported(`LIKE ${cursor.peek().upper}`);
    }
    const operator = negated ? 'NOT LIKE' : 'LIKE';
    return { kind: 'binary', operator, left, right: parseBinary(cursor, 0), at };
  }
  if (cursor.acceptWord('BETWEEN')) {
    const low = parseBinary(cursor, 0);
    cursor.expectWord('AND');
    return { kind: 'between', value: left, low, high: parseBinary(cursor, 0), negated, at };
  }
  if (cursor.acceptWord('IN')) return parseIn(cursor, left, negated, at);
  if (negated) throw cursor.unexpected();
  return left;
}

function parseIs(cursor: Cursor, value: Expression, at: number): Expression {
  const negated = cursor.acceptWord('NOT');
  if (cursor.acceptWord('DISTINCT')) {
    cursor.expectWord('FROM');
    const operator = negated ? 'IS NOT DISTINCT FROM' : 'IS DISTINCT FROM';
    return { kind: 'binary', operator, left: value, right: parseBinary(cursor, 0), at };
  }
  for (const what of ['NULL', 'TRUE', 'FALSE'] as const) {
    if (cursor.acceptWord(what)) return { kind: 'is', value, what, negated, at };
  }
  throw cursor.unexpected('keyword NULL, TRUE or FALSE');
}

function parseIn(cursor: Cursor, value: Expression, negated: boolean, at: number): Expression {
  if (cursor.acceptWord('UNNEST')) {
    const array = cursor.inParentheses(() => parseExpression(cursor));
    return { kind: 'in', value, negated, among: { kind: 'array', array }, at };
  }
  const among = cursor.inParentheses(() =>
    startsQuery(cursor)
      ? { kind: 'query' as const, query: cursor.query() }
      : { kind: 'list' as const, items: cursor.list(() => parseExpression(cursor)) },
  );
  return { kind: 'in', value, negated, among, at };
}

function parseBinary(cursor: Cursor, level: number): Expression {
  const operators = levels[level];
  if (operators === undefined) return parseUnary(cursor);
  let left = parseBinary(cursor, level + 1);
  for (;;) {
    const token = cursor.peek();
    if (token.kind !== 'symbol' || !operators.includes(token.text)) return left;
    cursor.take();
    const right = parseBinary(cursor, level + 1);
    left = { kind: 'binary', operator: token.text, left, right, at: token.start };
  }
}

function parseUnary(cursor: Cursor): Expression {
  const { at } = cursor;
  for (const operator of ['-', '+', '~'] as const) {
    if (!cursor.acceptSymbol(operator)) continue;
    const operand = parseUnary(cursor);
    const isNumber =
      operator === '-' &&
      operand.kind === 'literal' &&
      (operand.type === 'INT64' || operand.type === 'FLOAT64') &&
      !operand.text.startsWith('-');
    if (isNumber) return { ...operand, text: `-${operand.text}`, at };
    return { kind: 'unary', operator, operand, at };
  }
  return parsePostfix(cursor);
}
