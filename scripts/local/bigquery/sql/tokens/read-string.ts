import { errorAt } from './locate.ts';
import { readEscapes } from './read-escapes.ts';
import type { Token } from './token.ts';

const opening = /(?:[rR][bB]?|[bB][rR]?)?("""|'''|"|')/y;

function decode(body: string, isBytes: boolean, isRaw: boolean): string | { wrong: string } {
  const pieces: Buffer[] = [];
  const text = (plain: string) => void pieces.push(Buffer.from(plain));
  const code = (value: number) =>
    void pieces.push(isBytes ? Buffer.from([value]) : Buffer.from(String.fromCodePoint(value)));
  if (isRaw) text(body);
  else {
    const wrong = readEscapes(body, isBytes, { text, code });
    if (wrong !== null) return { wrong };
  }
  return Buffer.concat(pieces).toString(isBytes ? 'hex' : 'utf8');
}

/** Where the closing quote begins; a backslash takes the character after it along, also in a raw literal. */
function findEnd(text: string, from: number, quote: string): number {
  const isTriple = quote.length === 3;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (text.startsWith(quote, at)) return at;
    if (character === '\\') at += 1;
    else if (!isTriple && (character === '\n' || character === '\r')) return -1;
  }
  return -1;
}

/** A STRING or BYTES literal at an offset, or null where none begins. */
export function readString(text: string, start: number): Token | null {
  opening.lastIndex = start;
  const match = opening.exec(text);
  if (match === null) return null;
  const quote = match[1] ?? '';
  const prefix = match[0].slice(0, -quote.length).toLowerCase();
  const from = start + match[0].length;
  const end = findEnd(text, from, quote);
  const isBytes = prefix.includes('b');
  const noun = isBytes ? 'bytes' : 'string';
  if (end < 0) {
    const kind = quote.length === 3 ? `triple-quoted ${noun}` : noun;
    throw errorAt(text, start, `Syntax error: Unclosed ${kind} literal`);
  }
  const body = text.slice(from, end).replaceAll(/\r\n?/g, '\n');
  const value = decode(body, isBytes, prefix.includes('r'));
  if (typeof value !== 'string') {
    throw errorAt(text, start, `Syntax error: Illegal escape sequence: ${value.wrong}`);
  }
  return {
    kind: isBytes ? 'bytes' : 'string',
    text: value,
    upper: value,
    start,
    end: end + quote.length,
  };
}
