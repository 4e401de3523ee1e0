import { errorAt } from './locate.ts';
import { readEscapes } from './read-escapes.ts';
import { readString } from './read-string.ts';
import type { Token, TokenKind } from './token.ts';

const blank = /(?:\s+|#[^\n]*|--[^\n]*|\/\*[\s\S]*?\*\/)+/y;

const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['integer', /0[xX][0-9a-fA-F]+(?![A-Za-z0-9_.])/y],
  ['float', /(?:\d+\.\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)/y],
  ['integer', /\d+/y],
  ['symbol', /<<|>>|<=|>=|<>|!=|\|\||=>|[-+*/~&^|=<>.,;:?()[\]{}@]/y],
];

function readQuoted(text: string, start: number): Token {
  const body = /`((?:[^`\\]|\\[\s\S])*)`/y;
  body.lastIndex = start;
  const match = body.exec(text);
  if (match === null) throw errorAt(text, start, 'Syntax error: Unclosed identifier literal');
  let name = '';
  const wrong = readEscapes(match[1] ?? '', false, {
    text: (plain) => {
      name += plain;
    },
    code: (code) => {
      name += String.fromCodePoint(code);
    },
  });
  if (wrong !== null) throw errorAt(text, start, `Syntax error: Illegal escape sequence: ${wrong}`);
  if (name === '') throw errorAt(text, start, 'Syntax error: Invalid empty identifier');
  return { kind: 'quoted', text: name, upper: name, start, end: start + match[0].length };
}

function readParameter(text: string, start: number): Token | null {
  if (text[start] !== '@') return null;
  const body = /@([A-Za-z_][A-Za-z0-9_]*)/y;
  body.lastIndex = start;
  const match = body.exec(text);
  if (match === null) throw errorAt(text, start, 'Syntax error: Unexpected "@"');
  const name = match[1] ?? '';
  return { kind: 'parameter', text: name, upper: name, start, end: start + match[0].length };
}

/** In a path, what follows a dot is a name, also when it begins with a digit or is a keyword. */
function readPlain(text: string, start: number, afterDot: boolean): Token | null {
  const part = /[A-Za-z0-9_]+/y;
  for (const [kind, pattern] of afterDot ? [['word', part] as const, ...patterns] : patterns) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (match === null) continue;
    const upper = kind === 'word' ? match[0].toUpperCase() : match[0];
    return { kind, text: match[0], upper, start, end: start + match[0].length };
  }
  return null;
}

function readToken(text: string, start: number, previous: Token | undefined): Token {
  if (text[start] === '`') return readQuoted(text, start);
  const token = readString(text, start) ?? readParameter(text, start);
  if (token !== null) return token;
  const isPath = previous?.kind === 'word' || previous?.kind === 'quoted';
  if (text[start] === '.' && isPath && previous.end === start) {
    return { kind: 'symbol', text: '.', upper: '.', start, end: start + 1 };
  }
  const afterDot = previous?.text === '.' && previous.kind === 'symbol';
  const plain = readPlain(text, start, afterDot);
  if (plain !== null) return plain;
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  throw errorAt(text, start, `Syntax error: Illegal input character "${character}"`);
}

/** A number that runs into a word, as in 12abc, is a mistake and not two tokens. */
function refuseGlued(text: string, token: Token): void {
  if (token.kind !== 'integer' && token.kind !== 'float') return;
  if (/[A-Za-z_]/.test(text[token.end] ?? ' ')) {
    throw errorAt(text, token.end, 'Syntax error: Missing whitespace between literal and alias');
  }
}

/** All tokens of a statement, without blanks and comments, and one of the kind `end`. */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    blank.lastIndex = at;
    if (blank.test(text)) at = blank.lastIndex;
    if (text.startsWith('/*', at)) throw errorAt(text, at, 'Syntax error: Unclosed comment');
    if (at >= text.length) break;
    const token = readToken(text, at, tokens.at(-1));
    refuseGlued(text, token);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', upper: '', start: text.length, end: text.length });
  return tokens;
}
