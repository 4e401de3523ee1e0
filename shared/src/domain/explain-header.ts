import type { Column, Contract } from './contract.ts';
import { cellsOf, type NamedCell, partsOf } from './header-cells.ts';
import type { HeaderNames } from './header-names.ts';
import { listUnknown } from './refuse-header.ts';
import { columnRules, type TableRules } from './tables-config.ts';

const listNames = (cells: readonly NamedCell[]) => cells.map(({ name }) => name).join(', ');

/** What is wrong with the way a header gives one column; nothing where it gives it once or not at all. */
function* explainColumn(
  column: Column,
  cells: readonly NamedCell[],
  rules: TableRules,
): Generator<string> {
  const own = columnRules(rules, column.name);
  const joined = own.joined_from ?? [];
  const whole = cellsOf(column, cells);
  const parts = joined.map((_names, part) => partsOf(column, part, cells));
  const given = parts.flat();

  if (whole.length > 1) yield `${listNames(whole)} are the same column, ${column.name}`;
  if (whole.length > 0 && given.length > 0) {
    yield `${column.name} is given whole (${listNames(whole)}) and in parts (${listNames(given)})`;
  }
  for (const [part, names] of joined.entries()) {
    const cellsOfPart = parts[part] ?? [];
    if (cellsOfPart.length > 1)
      yield `${listNames(cellsOfPart)} are the same part of ${column.name}`;
    if (given.length > 0 && cellsOfPart.length === 0) {
      yield `${column.name} is joined from several columns, and ${names.join(' or ')} is missing`;
    }
  }
  const isNeeded =
    own.filled_in === undefined && (own.required || (!column.nullable && !column.hasDefault));
  if (isNeeded && whole.length + given.length === 0) {
    yield `the column ${column.name} is missing, and every record needs it`;
  }
}

/** Everything for which a header does not fit its table: columns unknown, unnamed, missing, or given twice. */
export function explainHeader(
  header: readonly NamedCell[],
  names: HeaderNames,
  contract: Contract,
  rules: TableRules,
): string[] {
  const unnamed = header.filter(({ name }) => name === '').map(({ at }) => at + 1);
  const unknown = header.filter(({ name, meaning }) => name !== '' && meaning === undefined);
  const given = header.filter(
    ({ meaning }) => meaning?.kind === 'column' || meaning?.kind === 'part',
  );
  return [
    ...(given.length === 0 ? ['it names no column of the table'] : []),
    ...unnamed.slice(0, 3).map((position) => `column ${position} has no name`),
    ...listUnknown(unknown, names, ' is no column of the table'),
    ...contract.columns
      .filter(({ generated }) => !generated)
      .flatMap((column) => [...explainColumn(column, header, rules)]),
  ];
}
