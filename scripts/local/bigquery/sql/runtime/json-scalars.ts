import { jsonFloat, quoteJson } from './json-text.ts';
import { floatText } from './number-text.ts';

const exact = 2n ** 53n;

/** As TO_JSON_STRING writes numbers: what a FLOAT64 can't hold exactly stands in quotes. */
export const integerJson = (value: bigint) =>
  value > exact || value < -exact ? `"${value}"` : String(value);

export const numericJson = (text: string) =>
  /^-?\d{1,20}$/.test(text) ? integerJson(BigInt(text)) : `"${text}"`;

const words = (value: number) => (value > 0 ? '"Infinity"' : value < 0 ? '"-Infinity"' : '"NaN"');

export const floatJson = (value: number) =>
  Number.isFinite(value) ? floatText(value) : words(value);

/** As TO_JSON makes a JSON value of it: 1.0 stays 1.0. */
export const floatValueJson = (value: number) =>
  Number.isFinite(value) ? jsonFloat(value) : words(value);

export const textJson = quoteJson;
