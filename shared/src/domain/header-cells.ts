import type { Column } from './contract.ts';
import type { HeaderMeaning, HeaderNames } from './header-names.ts';

/** A cell of a header: its name as written, its place, and what it stands for where that is known. */
export interface NamedCell {
  readonly name: string;
  readonly at: number;
  readonly meaning: HeaderMeaning | undefined;
}

/** The names of a header with what they mean; unnamed columns at its end are dropped, as spreadsheets add them. */
export function readHeader(record: readonly string[], names: HeaderNames): NamedCell[] {
  const width = record.findLastIndex((cell) => cell.replace('\ufeff', '').trim() !== '') + 1;
  return record.slice(0, width).map((cell, at) => {
    const name = cell.replace(/^\ufeff/, '').trim();
    return { name, at, meaning: name === '' ? undefined : names.meaningOf(name) };
  });
}

/** The cells that give a column whole. */
export function cellsOf(column: Column, cells: readonly NamedCell[]): NamedCell[] {
  return cells.filter(({ meaning }) => meaning?.kind === 'column' && meaning.column === column);
}

/** The cells that give one part of a joined column. */
export function partsOf(column: Column, part: number, cells: readonly NamedCell[]): NamedCell[] {
  return cells.filter(
    ({ meaning }) => meaning?.kind === 'part' && meaning.column === column && meaning.part === part,
  );
}
