const simple: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  '?': 63,
  '"': 34,
  "'": 39,
  '`': 96,
};

const escapeSequence =
  /\\(?:([abfnrtv\\?"'`])|[xX]([0-9a-fA-F]{2})|([0-3][0-7]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]?))/g;

/** A code point that an escape may name: no half of a surrogate pair, nothing past U+10FFFF. */
const isCharacter = (code: number) => code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);

function readCode(match: RegExpExecArray, isBytes: boolean): number | null {
  const [, letter, hex, octal, short, long] = match;
  if (letter !== undefined) return simple[letter] ?? null;
  if (hex !== undefined) return Number.parseInt(hex, 16);
  if (octal !== undefined) return Number.parseInt(octal, 8);
  const digits = short ?? long;
  if (digits === undefined || isBytes) return null;
  const code = Number.parseInt(digits, 16);
  return isCharacter(code) ? code : null;
}

/**
 * Reads the escapes of a literal and hands each stretch of plain text and each code on. Returns the
 * escape that is none, or null.
 */
export function readEscapes(
  body: string,
  isBytes: boolean,
  parts: { text(plain: string): void; code(code: number): void },
): string | null {
  let done = 0;
  for (const match of body.matchAll(escapeSequence)) {
    const code = readCode(match, isBytes);
    if (code === null) return match[0];
    parts.text(body.slice(done, match.index));
    parts.code(code);
    done = match.index + match[0].length;
  }
  parts.text(body.slice(done));
  return null;
}
