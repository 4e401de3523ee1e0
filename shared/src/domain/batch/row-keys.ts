import type { Column, Contract } from '../contract.ts';
import { type HeaderMeaning, headerNames } from '../header-names.ts';
import { describeNearest } from '../nearest-names.ts';
import type { TableRules } from '../tables-config.ts';

/** A JSON object whose members nobody has looked at. */
export type JsonRow = Readonly<Record<string, unknown>>;

export const isRow = (value: unknown): value is JsonRow =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the keys of rows stand for: the names that the header of a file may have. */
export interface RowKeys {
  meaningOf(key: string): HeaderMeaning | undefined;
  /** ` (nearest: a, b)`, or nothing. */
  nearest(key: string): string;
}

/** Rows of a batch have mostly the same keys: each is looked up once. */
export function createRowKeys(contract: Contract, rules: TableRules): RowKeys {
  const names = headerNames(contract, rules);
  const meanings = new Map<string, HeaderMeaning | undefined>();
  return {
    meaningOf(key) {
      const known = meanings.get(key);
      if (known !== undefined || meanings.has(key)) return known;
      const meaning = names.meaningOf(key);
      meanings.set(key, meaning);
      return meaning;
    },
    nearest: (key) => describeNearest(key, names.known),
  };
}

/** The columns that any of the rows gives, whole or in part. */
export function givenColumns(rows: readonly unknown[], keys: RowKeys): Set<Column> {
  const given = new Set<Column>();
  for (const row of rows) {
    if (!isRow(row)) continue;
    for (const key of Object.keys(row)) {
      const meaning = keys.meaningOf(key);
      if (meaning?.kind === 'column' || meaning?.kind === 'part') given.add(meaning.column);
    }
  }
  return given;
}
