import type { ScalarName } from '../../google-type.ts';
import type { Expression, Literal } from '../syntax/expression.ts';
import { reservedWords } from '../tokens/reserved-words.ts';
import type { Token } from '../tokens/token.ts';
import type { Cursor } from './cursor.ts';
import { parseCall } from './parse-call.ts';
import { parseArray, parseStruct, parseTuple } from './parse-constructors.ts';
import { parseKeywordExpression } from './parse-keyword-expression.ts';
import { startsQuery } from './starts-query.ts';

const typedLiterals: Readonly<Record<string, ScalarName>> = {
  DATE: 'DATE',
  DATETIME: 'DATETIME',
  TIME: 'TIME',
  TIMESTAMP: 'TIMESTAMP',
  NUMERIC: 'NUMERIC',
  DECIMAL: 'NUMERIC',
  JSON: 'JSON',
};

const plainLiterals = {
  integer: 'INT64',
  float: 'FLOAT64',
  string: 'STRING',
  bytes: 'BYTES',
} as const;

function parseLiteral(cursor: Cursor): Literal | null {
  const token = cursor.peek();
  const { kind } = token;
  if (kind === 'integer' || kind === 'float' || kind === 'string' || kind === 'bytes') {
    cursor.take();
    return { kind: 'literal', type: plainLiterals[kind], text: token.text, at: token.start };
  }
  const type = token.kind === 'word' ? typedLiterals[token.upper] : undefined;
  if (/^(BIGNUMERIC|BIGDECIMAL|RANGE)$/.test(token.upper) && cursor.peek(1).kind === 'string') {
    throw cursor.unsupported(`The type ${token.upper}`);
  }
  if (type === undefined || cursor.peek(1).kind !== 'string') return null;
  cursor.take();
  return { kind: 'literal', type, text: cursor.take().text, at: token.start };
}

function parseParenthesised(cursor: Cursor): Expression {
  const { at } = cursor;
  return cursor.inParentheses(() => {
    if (startsQuery(cursor)) return { kind: 'scalar-query', query: cursor.query(), at };
    const first = cursor.expression();
    return cursor.isSymbol(',') ? parseTuple(cursor, first, at) : markEnclosed(first);
  });
}

/** A path in parentheses does not go on after them: (a).b is a field of a. */
const markEnclosed = (value: Expression): Expression =>
  value.kind === 'path' ? { kind: 'unary', operator: '+', operand: value, at: value.at } : value;

function parseParameter(cursor: Cursor): Expression | null {
  const token = cursor.peek();
  if (token.kind === 'parameter') {
    cursor.take();
    return { kind: 'parameter', name: token.text, position: 0, at: token.start };
  }
  if (!cursor.acceptSymbol('?')) return null;
  return { kind: 'parameter', name: null, position: cursor.countQuestionMark(), at: token.start };
}

/** The words of a function's name: NET.HOST, SAFE.SUBSTR; null where no parenthesis follows them. */
function functionWords(cursor: Cursor): readonly Token[] | null {
  const words: Token[] = [];
  for (let ahead = 0; ; ahead += 2) {
    const token = cursor.peek(ahead);
    if (token.kind !== 'word' && token.kind !== 'quoted') return null;
    words.push(token);
    if (cursor.isSymbol('(', ahead + 1)) return words;
    if (!cursor.isSymbol('.', ahead + 1)) return null;
  }
}

/** Reserved words that name functions, too. */
const callable = new Set(['IF', 'LEFT', 'RIGHT', 'GROUPING', 'ANY', 'HASH', 'CURRENT']);

export function parsePrimary(cursor: Cursor): Expression {
  if (cursor.isSymbol('(')) return parseParenthesised(cursor);
  const token = cursor.peek();
  if (cursor.isSymbol('[')) return parseArray(cursor, null, token.start);
  const simple = parseLiteral(cursor) ?? parseParameter(cursor) ?? parseKeywordExpression(cursor);
  if (simple !== null) return simple;
  if (cursor.isWord('STRUCT')) return parseStruct(cursor);
  const words = functionWords(cursor);
  const isCall =
    words !== null &&
    (token.kind === 'quoted' || !reservedWords.has(token.upper) || callable.has(token.upper));
  if (isCall) return parseCall(cursor, words);
  const name = cursor.expectName();
  return { kind: 'path', names: [name], at: name.at };
}
