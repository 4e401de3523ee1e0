import type { Row } from './ports.ts';

/** The values of a key's columns, none of them null. */
export type Key = readonly string[];

/** A key as one text, so that it can be looked up: unambiguous also where parts hold any character. */
export function keyText(key: Key): string {
  return key.length === 1 ? (key[0] ?? '') : JSON.stringify(key);
}

/** The row's values at the positions. */
export const keyAt = (row: Row, positions: readonly number[]): Key =>
  positions.map((position) => row[position] ?? '');

/** The text of the row's key; null where there is none: a part is NULL, missing or faulty. */
export function keyTextAt(row: Row, positions: readonly number[]): string | null {
  const [only] = positions;
  if (only === undefined) return null;
  if (positions.length === 1) return row[only] ?? null;
  const isWhole = positions.every((position) => typeof row[position] === 'string');
  return isWhole ? keyText(keyAt(row, positions)) : null;
}

/** The keys that the rows have at the positions, each once, by their texts. */
export function distinctKeys(rows: Iterable<Row>, positions: readonly number[]): Map<string, Key> {
  const keys = new Map<string, Key>();
  for (const row of rows) {
    const text = keyTextAt(row, positions);
    if (text !== null && !keys.has(text)) keys.set(text, keyAt(row, positions));
  }
  return keys;
}

/** A key for a sentence: `id 7`, `year 2021 and month 3`. */
export const describeKey = (columns: readonly string[], key: Key): string =>
  columns.map((name, at) => `${name} ${key[at]}`).join(' and ');
