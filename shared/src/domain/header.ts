import { compileCellCheck } from './cell-check.ts';
import { isFault } from './cells/cell-fault.ts';
import { type ColumnPlan, planHeader, planWithoutHeader } from './column-plan.ts';
import type { Contract } from './contract.ts';
import { type NamedCell, readHeader } from './header-cells.ts';
import { type HeaderNames, headerNames, plainName } from './header-names.ts';
import { nearestNames } from './nearest-names.ts';
import { listUnknown, refuseHeader } from './refuse-header.ts';
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

/** True where every cell could be a slip of the pen for a name of the table. */
function isNearMiss(header: readonly NamedCell[], { known }: HeaderNames): boolean {
  if (header.length === 0 || header.length > known.length) return false;
  return header.every(({ name }) => nearestNames(name, known).length > 0);
}

/**
 * Decides whether the first record names columns or holds data, and where each column's value is:
 *
 * 1. All cells are names that the table knows: a header.
 * 2. A typed cell passes, or is merely out of range, when the record is read as data by position:
 *    data. So `5,Department` is data.
 * 3. Half of the cells are known names: a header, whose other cells are refused by name.
 * 4. A cell is nothing like a name (a number, empty, long): data.
 * 5. All typed cells fail, or every cell is nearly a name: a header, perhaps of another table,
 *    refused with the nearest names.
 * 6. Data.
 *
 * `header` says it instead. Throws `invalid-object` for a header that does not fit.
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

  const verdict = judgeAsData(firstRecord, contract, rules);
  if (verdict === 'passes') return asData;
  if (known > 0 && known * 2 >= header.length) return asHeader();
  if (!header.every(({ name }) => looksLikeName(name))) return asData;
  if (verdict === 'silent' && !(known === 0 && isNearMiss(header, names))) return asData;
  if (known > 0) return asHeader();
  const faults = listUnknown(header, names, '');
  throw refuseHeader('The first record is a header that fits no column', faults, contract);
}
