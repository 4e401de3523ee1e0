import { Refusal } from './refusal.ts';

/** A JSON document. Numbers keep their digits, and members their order. */
export type Json = null | boolean | string | JsonNumber | readonly Json[] | JsonObject;

export class JsonNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

export class JsonObject {
  readonly members: readonly (readonly [string, Json])[];

  constructor(members: readonly (readonly [string, Json])[]) {
    this.members = members;
  }

  /** Of members with one name the first counts. */
  get(name: string): Json | undefined {
    return this.members.find(([known]) => known === name)?.[1];
  }
}

const blanks = /[ \t\n\r]*/y;
const scalar = /"(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Reads one document. Throws a Refusal for what is none. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  #skipBlanks(): void {
    blanks.lastIndex = this.#at;
    blanks.test(this.#text);
    this.#at = blanks.lastIndex;
  }

  #accept(character: string): boolean {
    this.#skipBlanks();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #fail(): Refusal {
    const rest = this.#text.slice(this.#at, this.#at + 20);
    const found = rest === '' ? 'the end' : `"${rest}"`;
    return new Refusal(`Invalid input to PARSE_JSON: syntax error while parsing value at ${found}`);
  }

  #expect(character: string): void {
    if (!this.#accept(character)) throw this.#fail();
  }

  #scalar(): Json {
    this.#skipBlanks();
    scalar.lastIndex = this.#at;
    const [source] = scalar.exec(this.#text) ?? [];
    if (source === undefined) throw this.#fail();
    if (source.startsWith('"')) return this.#string(source);
    this.#at += source.length;
    if (source === 'null') return null;
    return source === 'true' || source === 'false' ? source === 'true' : new JsonNumber(source);
  }

  #string(source: string): string {
    try {
      const text: string = JSON.parse(source);
      this.#at += source.length;
      return text;
    } catch {
      throw this.#fail();
    }
  }

  #array(): Json {
    const items: Json[] = [];
    if (this.#accept(']')) return items;
    do items.push(this.value());
    while (this.#accept(','));
    this.#expect(']');
    return items;
  }

  #object(): Json {
    const members: [string, Json][] = [];
    if (this.#accept('}')) return new JsonObject(members);
    do {
      const name = this.#scalar();
      if (typeof name !== 'string') throw this.#fail();
      this.#expect(':');
      members.push([name, this.value()]);
    } while (this.#accept(','));
    this.#expect('}');
    return new JsonObject(members);
  }

  value(): Json {
    if (this.#accept('[')) return this.#array();
    return this.#accept('{') ? this.#object() : this.#scalar();
  }

  expectEnd(): void {
    this.#skipBlanks();
    if (this.#at < this.#text.length) throw this.#fail();
  }
}

export function parseJson(text: string): Json {
  const reader = new Reader(text);
  const value = reader.value();
  reader.expectEnd();
  return value;
}
