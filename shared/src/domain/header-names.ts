import type { Column, Contract } from './contract.ts';
import { columnRules, type TableRules } from './tables-config.ts';

/** What a name in a header stands for. */
export type HeaderMeaning =
  | { readonly kind: 'column'; readonly column: Column }
  | { readonly kind: 'part'; readonly column: Column; readonly part: number }
  | { readonly kind: 'helper'; readonly name: string }
  | { readonly kind: 'ignored' };

const helperNames = ['_line', '_column', '_code', '_error', '_load_id', '_reject_id'];

/** A column of a not_added file for cells behind the last one. */
export const isExtraName = (name: string) => /^_extra_\d+$/.test(name);

const ignored: HeaderMeaning = { kind: 'ignored' };

/** Trimmed, lower-case, without a byte order mark. */
export function plainName(name: string): string {
  return name
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase();
}

/** The plain name with runs of spaces and hyphens as one underscore. */
export function looseName(name: string): string {
  return plainName(name).replace(/[\s-]+/g, '_');
}

function* meanings(
  contract: Contract,
  rules: TableRules,
): Generator<readonly [name: string, meaning: HeaderMeaning]> {
  for (const name of rules.ignored_columns) yield [name, ignored];
  for (const column of contract.columns) {
    const own = columnRules(rules, column.name);
    const meaning: HeaderMeaning = column.generated ? ignored : { kind: 'column', column };
    yield [column.name, meaning];
    for (const alias of own.aliases) yield [alias, meaning];
    for (const [part, names] of (own.joined_from ?? []).entries()) {
      for (const name of names) yield [name, { kind: 'part', column, part }];
    }
  }
}

/** Drops names that mean two things once they are loosened. */
function loosen(exact: ReadonlyMap<string, HeaderMeaning>): Map<string, HeaderMeaning | null> {
  const loose = new Map<string, HeaderMeaning | null>();
  for (const [name, meaning] of exact) {
    const key = looseName(name);
    const other = loose.get(key);
    loose.set(key, other === undefined || other === meaning ? meaning : null);
  }
  return loose;
}

export interface HeaderNames {
  /** Every name that a header of the table may have, apart from the helper columns. */
  readonly known: readonly string[];
  meaningOf(name: string): HeaderMeaning | undefined;
}

/**
 * The names that a header of the table may have: its columns, their aliases and parts, the columns
 * ignored on purpose, and the helper columns of a not_added file. Generated columns are known and
 * left out. Names are compared trimmed and in any letter case; spaces and hyphens stand for
 * underscores unless that could mean two columns.
 */
export function headerNames(contract: Contract, rules: TableRules): HeaderNames {
  const exact = new Map<string, HeaderMeaning>();
  for (const [name, meaning] of meanings(contract, rules)) exact.set(plainName(name), meaning);
  const loose = loosen(exact);
  return {
    known: [...exact.keys()],
    meaningOf: (name) => {
      const plain = plainName(name);
      const meaning = exact.get(plain) ?? loose.get(looseName(name)) ?? undefined;
      if (meaning !== undefined) return meaning;
      const isHelper = helperNames.includes(plain) || isExtraName(plain);
      return isHelper ? { kind: 'helper', name: plain } : undefined;
    },
  };
}
