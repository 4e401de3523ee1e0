import { GoogleSqlError } from '../google-sql-error.ts';
import type { Expression, Name } from '../syntax/expression.ts';
import type { Query } from '../syntax/query.ts';
import { errorAt } from '../tokens/locate.ts';
import { readTokens } from '../tokens/read-tokens.ts';
import { reservedWords } from '../tokens/reserved-words.ts';
import type { Token } from '../tokens/token.ts';

/** The two rules that all others lead back to. */
export interface Grammar {
  expression(cursor: Cursor): Expression;
  query(cursor: Cursor): Query;
}

/** Walks through a statement's tokens. Words are asked for in capitals. */
export class Cursor {
  readonly text: string;
  readonly #tokens: Token[];
  readonly #grammar: Grammar;
  #next = 0;
  #questionMarks = 0;

  constructor(text: string, grammar: Grammar) {
    this.text = text;
    this.#grammar = grammar;
    this.#tokens = [...readTokens(text)];
  }

  expression(): Expression {
    return this.#grammar.expression(this);
  }

  query(): Query {
    return this.#grammar.query(this);
  }

  /** The token to come, or one further ahead. */
  peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)];
    if (token === undefined)
      throw new GoogleSqlError('invalidQuery', 'The statement is empty', null);
    return token;
  }

  get at(): number {
    return this.peek().start;
  }

  /** Where the last token taken ends. */
  get end(): number {
    return this.#tokens[this.#next - 1]?.end ?? 0;
  }

  take(): Token {
    const token = this.peek();
    this.#next += 1;
    return token;
  }

  /** The number of a question mark, from 0. */
  countQuestionMark(): number {
    this.#questionMarks += 1;
    return this.#questionMarks - 1;
  }

  isWord(...words: readonly string[]): boolean {
    return words.every((word, ahead) => {
      const token = this.peek(ahead);
      return token.kind === 'word' && token.upper === word;
    });
  }

  isSymbol(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === symbol;
  }

  /** Takes all of the words, or none. */
  acceptWord(...words: readonly string[]): boolean {
    if (!this.isWord(...words)) return false;
    this.#next += words.length;
    return true;
  }

  acceptSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.#next += 1;
    return true;
  }

  expectWord(...words: readonly string[]): void {
    for (const word of words) if (!this.acceptWord(word)) throw this.unexpected(`keyword ${word}`);
  }

  expectSymbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) throw this.unexpected(`"${symbol}"`);
  }

  /** The > that ends a type; two that stand together are taken one by one. */
  expectTypeEnd(): void {
    const token = this.peek();
    if (this.isSymbol('>>')) {
      this.#tokens[this.#next] = { ...token, text: '>', upper: '>', start: token.start + 1 };
    } else this.expectSymbol('>');
  }

  isName(ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'quoted' || (token.kind === 'word' && !reservedWords.has(token.upper));
  }

  expectName(): Name {
    if (!this.isName()) throw this.unexpected('identifier');
    const token = this.take();
    return { text: token.text, at: token.start };
  }

  /** What follows a dot: any word is a name there. */
  expectPart(): Name {
    const token = this.peek();
    if (token.kind !== 'word' && token.kind !== 'quoted') throw this.unexpected('identifier');
    this.take();
    return { text: token.text, at: token.start };
  }

  expectString(): string {
    if (this.peek().kind !== 'string') throw this.unexpected('string literal');
    return this.take().text;
  }

  /** One or more, with commas between them. */
  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.acceptSymbol(',')) items.push(read());
    return items;
  }

  inParentheses<T>(read: () => T): T {
    this.expectSymbol('(');
    const value = read();
    this.expectSymbol(')');
    return value;
  }

  unexpected(expected?: string): GoogleSqlError {
    const token = this.peek();
    const got = describe(token);
    const message =
      expected === undefined
        ? `Syntax error: Unexpected ${got}`
        : `Syntax error: Expected ${expected} but got ${got}`;
    return errorAt(this.text, token.start, message);
  }

  /** A construct of GoogleSQL that is not translated. */
  unsupported(construct: string, at = this.at): GoogleSqlError {
    return errorAt(
      this.text,
      at,
      `${construct} is not supported by the local BigQuery`,
      'notImplemented',
    );
  }
}

function describe(token: Token): string {
  if (token.kind === 'end') return 'end of statement';
  if (token.kind === 'word') {
    return reservedWords.has(token.upper) ? `keyword ${token.upper}` : `identifier "${token.text}"`;
  }
  if (token.kind === 'quoted') return `identifier \`${token.text}\``;
  if (token.kind === 'string') return `string literal '${token.text}'`;
  if (token.kind === 'parameter') return `parameter @${token.text}`;
  return token.kind === 'symbol' ? `"${token.text}"` : `${token.kind} literal`;
}
