import { compileCellCheck } from './cell-check.ts';
import { isFault, quoteCell } from './cells/cell-fault.ts';
import {
  type ColumnPlan,
  planHeader,
  planWithoutHeader,
  readHeader,
  refuseHeader,
} from './column-plan.ts';
import type { Contract } from './contract.ts';
import { headerNames, plainName } from './header-names.ts';
import { describeNearest, nearestNames } from './nearest-names.ts';
import { columnRules, type TableRules } from './tables-config.ts';

export type { ColumnPlan, ColumnTarget } from './column-plan.ts';

export type HeaderDecision =
  | { readonly kind: 'header'; readonly plan: ColumnPlan }
  | { readonly kind: 'no-header'; readonly plan: ColumnPlan };

/** Kinds that take almost any text, so that a name among them proves nothing. */
const lenient: readonly string[] = ['text', 'binary', 'other'];

/** What the typed cells say of a record taken as data by position: some pass, all that are filled fail, or none is filled. */
function judgeAsData(
  record: readonly string[],
  contract: Contract,
  rules: TableRules,
): 'passes' | 'fails' | 'silent' {
  let verdict: 'fails' | 'silent' = 'silent';
  for (const { column, cells } of planWithoutHeader(contract).targets) {
    const cell = record[cells[0] ?? 0] ?? '';
    if (lenient.includes(column.kind) || cell.trim() === '') continue;
    const check = compileCellCheck(column, columnRules(rules, column.name), new Date(0));
    const checked = check(cell);
    if (!isFault(checked) || checked.code === 'out-of-range') return 'passes';
    verdict = 'fails';
  }
  return verdict;
}

/** True for what a person would call a column: letters first, short, no end of line. */
function looksLikeName(cell: string): boolean {
  return /^[\p{L}_][\p{L}\p{M}\p{N}_ .()/#%-]{0,63}$/u.test(plainName(cell));
}

/**
 * Decides whether the first record names columns or holds data, and where each column's value is:
 *
 * 1. Every cell is a name that the table knows: a header.
 * 2. A typed cell passes, or is merely out of range, when the record is read as data by position,
 *    or a cell is nothing like a name (a number, empty, long): data. So `5,Department` is data.
 * 3. Some cells are known names: a header; the others are refused by name. Where no typed cell
 *    speaks, half of the cells must be known, else it is data that happens to hold a name.
 * 4. None is known, and all typed cells fail, or every cell is nearly a name: a header of another
 *    table, refused with the nearest names.
 * 5. Data.
 *
 * `header` says it instead, and then unknown names are refused. Throws `invalid-object`.
 */
export function planColumns(
  firstRecord: readonly string[],
  contract: Contract,
  rules: TableRules,
  options: { header?: 'present' | 'absent' } = {},
): HeaderDecision {
  const asData: HeaderDecision = { kind: 'no-header', plan: planWithoutHeader(contract) };
  if (options.header === 'absent') return asData;

  const names = headerNames(contract, rules);
  const header = readHeader(firstRecord, names);
  const known = header.filter(({ meaning }) => meaning !== undefined).length;
  const asHeader = (): HeaderDecision => ({
    kind: 'header',
    plan: planHeader(header, names, contract, rules),
  });
  if (options.header === 'present' || (known > 0 && known === header.length)) return asHeader();

  const named = header.filter(({ name }) => name !== '');
  const verdict = judgeAsData(firstRecord, contract, rules);
  if (verdict === 'passes' || !header.every(({ name }) => looksLikeName(name))) return asData;
  if (known > 0) return verdict === 'fails' || known * 2 >= header.length ? asHeader() : asData;

  const isNearMiss = named.every(({ name }) => nearestNames(name, names.known).length > 0);
  if (verdict === 'fails' || (isNearMiss && named.length > 0)) {
    const faults = named.map(
      ({ name }) => `${quoteCell(name)}${describeNearest(name, names.known)}`,
    );
    throw refuseHeader('The first record is a header that fits no column', faults, contract);
  }
  return asData;
}
