const tab = 9;
const lineFeed = 10;
const backslash = 92;
const letterN = 78;

/** The letter behind a backslash by which LOAD DATA reads a character; 0 for all other characters. */
const escapeLetters = new Uint8Array(128);
for (const [character, letter] of [
  ['\\', '\\'],
  ['\t', 't'],
  ['\n', 'n'],
  ['\r', 'r'],
  ['\0', '0'],
] as const) {
  escapeLetters[character.charCodeAt(0)] = letter.charCodeAt(0);
}

const escapeText = (text: string) =>
  text.replace(/[\\\t\n\r\0]/g, (character) => {
    const letter = escapeLetters[character.charCodeAt(0)] ?? 0;
    return `\\${String.fromCharCode(letter)}`;
  });

const encoder = new TextEncoder();

/**
 * Rows of canonical texts as LOAD DATA and SELECT INTO OUTFILE write them by default (MySQL manual,
 * "LOAD DATA Statement"): UTF-8, tabs between values, a backslash before special characters, `\N`
 * for NULL. `bytes` and `length` are open to those who copy cells byte by byte: they `reserve`
 * first and write no character that wants a backslash.
 */
export class RowBuffer {
  bytes: Uint8Array;
  length = 0;

  constructor(capacity = 64 * 1024) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for `size` more bytes. */
  reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + size));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }

  /** Three bytes a UTF-16 unit, or two with its backslash, are the most that a text takes. */
  appendText(text: string): void {
    this.reserve(3 * text.length + 3);
    const { bytes, length: start } = this;
    let length = start;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit > 127) {
        const { written } = encoder.encodeInto(escapeText(text), bytes.subarray(start));
        this.length = start + written;
        return;
      }
      const letter = escapeLetters[unit] ?? 0;
      if (letter !== 0) bytes[length++] = backslash;
      bytes[length++] = letter === 0 ? unit : letter;
    }
    this.length = length;
  }

  /** A text of valid UTF-8; none of the characters to escape is part of a longer one's bytes. */
  appendUtf8(text: Uint8Array): void {
    this.reserve(2 * text.length);
    const { bytes } = this;
    let { length } = this;
    for (let at = 0; at < text.length; at++) {
      const byte = text[at] ?? 0;
      const letter = escapeLetters[byte] ?? 0;
      if (letter !== 0) bytes[length++] = backslash;
      bytes[length++] = letter === 0 ? byte : letter;
    }
    this.length = length;
  }

  appendValue(value: string | null): void {
    if (value !== null) {
      this.appendText(value);
      return;
    }
    this.reserve(2);
    this.bytes[this.length++] = backslash;
    this.bytes[this.length++] = letterN;
  }

  endValue(): void {
    this.reserve(1);
    this.bytes[this.length++] = tab;
  }

  /** Turns the end of the last value into the end of its row. */
  endRow(): void {
    this.bytes[this.length - 1] = lineFeed;
  }

  /** A row as a whole; what is undefined is NULL. */
  appendRow(row: readonly (string | null | undefined)[]): void {
    for (let at = 0; at < row.length; at++) {
      this.appendValue(row[at] ?? null);
      this.endValue();
    }
    this.endRow();
  }

  /** What was written, to be read before anything else is written. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}
