import { compareCodePoints } from '../../../../../shared/src/domain/code-point-order.ts';
import { floatText } from './number-text.ts';
import { type Json, JsonNumber, JsonObject, parseJson } from './parse-json.ts';
import { fitsInteger } from './read-numbers.ts';
import { Refusal } from './refusal.ts';

/** A string as JSON writes it; also line separators are escaped. */
export const quoteJson = (text: string) =>
  JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');

const uint64Limit = 2n ** 64n;

/** A FLOAT64 of a JSON value: with .0 where it would look like a whole number. */
export function jsonFloat(value: number): string {
  const text = Object.is(value, -0) ? '-0' : floatText(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** A number as a JSON value keeps it: INT64, UINT64 or FLOAT64. */
function normaliseNumber(source: string): string {
  if (/^-?\d+$/.test(source)) {
    const value = BigInt(source);
    if (fitsInteger(value) || (value > 0n && value < uint64Limit)) return String(value);
  }
  const value = Number(source);
  if (!Number.isFinite(value)) {
    throw new Refusal(`Invalid input to PARSE_JSON: number overflow parsing '${source}'`);
  }
  const digits = source
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
  if (digits.length > 17) {
    const message = `Invalid input to PARSE_JSON: Input number: ${source} cannot round-trip through string representation`;
    throw new Refusal(message);
  }
  return jsonFloat(value);
}

/** As a JSON value prints: members in the order of their names, without blanks. */
export function printJson(value: Json): string {
  if (value instanceof JsonNumber) return normaliseNumber(value.source);
  if (Array.isArray(value)) return `[${value.map(printJson).join(',')}]`;
  if (value instanceof JsonObject) {
    const names = [...new Set(value.members.map(([name]) => name))];
    const members = names
      .toSorted(compareCodePoints)
      .map((name) => `${quoteJson(name)}:${printJson(value.get(name) ?? null)}`);
    return `{${members.join(',')}}`;
  }
  return typeof value === 'string' ? quoteJson(value) : String(value);
}

/** As a STRING of JSON prints: members and numbers as they were, without blanks. */
export function compactJson(value: Json): string {
  if (value instanceof JsonNumber) return value.source;
  if (Array.isArray(value)) return `[${value.map(compactJson).join(',')}]`;
  if (value instanceof JsonObject) {
    const members = value.members.map(
      ([name, member]) => `${quoteJson(name)}:${compactJson(member)}`,
    );
    return `{${members.join(',')}}`;
  }
  return typeof value === 'string' ? quoteJson(value) : String(value);
}

/** The text of a JSON value, as BigQuery's type JSON keeps it. */
export const normaliseJson = (text: string) => printJson(parseJson(text));
