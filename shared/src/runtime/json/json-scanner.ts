import { JsonFault } from './json-fault.ts';

const quote = 0x22;
const backslash = 0x5c;
const scalar = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const space = /[ \t\r\n]*/y;

/** Goes over the tokens of a JSON text (RFC 8259); throws a `JsonFault` at the first that has no place there. */
export class JsonScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  fail(message: string, at = this.#at): never {
    throw new JsonFault(at, at < this.#text.length ? message : 'It ends too early.');
  }

  get position(): number {
    return this.#at;
  }

  /** The next character that is no space; the empty text at the end. */
  peek(): string {
    if (this.#text.charCodeAt(this.#at) <= 0x20) {
      space.lastIndex = this.#at;
      space.test(this.#text);
      this.#at = space.lastIndex;
    }
    return this.#text.charAt(this.#at);
  }

  /** Whether the next character is this one; then it is passed. */
  take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.#at += 1;
    return true;
  }

  /** A number, true, false or null. */
  takeScalar(): void {
    scalar.lastIndex = this.#at;
    if (!scalar.test(this.#text)) this.fail('A value is expected here.');
    const from = this.#at;
    this.#at = scalar.lastIndex;
    const isNumber = this.#text.charCodeAt(from) < 0x3a;
    if (isNumber && !Number.isFinite(Number(this.#text.slice(from, this.#at)))) {
      this.fail('The number is larger than any that JSON readers hold.', from);
    }
  }

  /** A text in quotes, decoded. */
  takeText(): string {
    const from = this.#at;
    const end = this.#findEnd(from + 1);
    const text = this.#text.slice(from + 1, end);
    this.#at = end + 1;
    return text.includes('\\') ? this.#decode(text, from) : text;
  }

  #findEnd(from: number): number {
    let at = from;
    for (;;) {
      const code = this.#text.charCodeAt(at);
      if (code === quote) return at;
      if (code < 0x20) this.fail('A control character must be escaped here.', at);
      if (Number.isNaN(code)) this.fail('', at);
      at += code === backslash ? 2 : 1;
    }
  }

  #decode(text: string, from: number): string {
    try {
      const decoded: string = JSON.parse(`"${text}"`);
      if (decoded.isWellFormed()) return decoded;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    return this.fail('The text holds an escape that stands for no character.', from);
  }
}
