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

const keepsDigits = (source: string, value: number) =>
  source.length < 16 && !/[eE]/.test(source) && Number.isFinite(value);

const [zero, nine, point, letterE] = [0x30, 0x39, 0x2e, 0x65];
const mostDigits = 15;

/**
 * True where parsing the JSON the usual way may lose digits of a number: where one has more than 15, or
 * an exponent; also where such a thing stands in a string.
 */
export function mayLoseDigits(json: Uint8Array): boolean {
  let length = 0;
  for (let at = 0, isDigit = false; at < json.length; at++) {
    const byte = json[at] ?? 0;
    if (isDigit && (byte | 0x20) === letterE) return true;
    isDigit = byte >= zero && byte <= nine;
    length = isDigit || byte === point ? length + 1 : 0;
    if (length > mostDigits) return true;
  }
  return false;
}

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
