/** A number of a JSON text whose digits a JavaScript number does not keep. */
export interface RawNumber {
  readonly rawJSON: string;
}

/** JSON with the access to a number's digits that Node has and TypeScript does not know yet (TC39, "JSON.parse source text access"). */
interface ExactJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
}

const exact = JSON as unknown as ExactJson;

/** A number of more than 15 digits, or with an exponent; also where such a thing stands in a string. */
const longNumber = /[\d.]{16}|\d[eE]/;

const keepsDigits = (source: string, value: number) =>
  source.length < 16 && !/[eE]/.test(source) && Number.isFinite(value);

/** True where parsing the text the usual way may lose digits of a number. */
export const mayLoseDigits = (text: string): boolean => longNumber.test(text);

export const isRawNumber = (value: unknown): value is RawNumber => exact.isRawJSON(value);

/**
 * Parses JSON; a number that JavaScript would round comes as the digits that stand in the text, and
 * `JSON.stringify` writes it as these.
 */
export function parseExactly(text: string): unknown {
  return exact.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && !keepsDigits(source, value)
      ? exact.rawJSON(source)
      : value,
  );
}
