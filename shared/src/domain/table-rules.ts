import { AppError, type ErrorDetail } from './app-error.ts';
import { isFault } from './cells/cell-fault.ts';
import { compileEmptyCell } from './cells/empty-cell.ts';
import type { Column, Contract } from './contract.ts';
import { looseName } from './header-names.ts';
import { describeNearest } from './nearest-names.ts';
import {
  type ColumnRules,
  type TableRules,
  type TablesConfig,
  tableRules,
} from './tables-config.ts';

const dateKinds: readonly string[] = ['date', 'datetime', 'timestamp'];

function* explainColumn(column: Column, rules: ColumnRules): Generator<string> {
  if (column.generated) yield 'the database computes the column, so rules have no effect';
  if (rules.empty === 'null' && !column.nullable && !column.autoIncrement) {
    yield '`empty: null`, but the column is NOT NULL';
  }
  const empty = compileEmptyCell(column, rules, new Date(0));
  if (rules.empty !== undefined && isFault(empty) && empty.code !== 'missing-value') {
    yield `\`empty: ${rules.empty}\`: ${empty.message}`;
  }
  const isDate = dateKinds.includes(column.kind);
  if (!isDate && rules.date_formats.length > 0) yield '`date_formats`, but it holds no dates';
  if (!isDate && rules.not_in_future) yield '`not_in_future`, but it holds no dates';
  if (!isDate && rules.filled_in !== undefined) yield '`filled_in`, but it holds no dates';
  if (rules.joined_from !== undefined && column.kind !== 'text') {
    yield '`joined_from`, but it holds no text';
  }
}

/** Every name that tables.yaml adds, with the column it stands for. */
function* addedNames(rules: TableRules): Generator<readonly [name: string, column: string]> {
  for (const [column, { aliases, joined_from = [] }] of Object.entries(rules.columns)) {
    for (const name of [...aliases, ...joined_from.flat()]) yield [name, column];
  }
  for (const name of rules.ignored_columns) yield [name, 'ignored_columns'];
}

function* explainNames(rules: TableRules, contract: Contract): Generator<ErrorDetail> {
  const owners = new Map(contract.columns.map(({ name }) => [looseName(name), name]));
  for (const [name, column] of addedNames(rules)) {
    const owner = owners.get(looseName(name));
    owners.set(looseName(name), owner ?? column);
    if (owner !== undefined)
      yield { at: column, message: `"${name}" is already a name of ${owner}` };
  }
}

function* explainRules(rules: TableRules, contract: Contract): Generator<ErrorDetail> {
  const names = contract.columns.map(({ name }) => name);
  for (const [name, own] of Object.entries(rules.columns)) {
    const column = contract.columns.find((candidate) => candidate.name === name);
    if (column === undefined) {
      yield { at: name, message: `the table has no such column${describeNearest(name, names)}` };
      continue;
    }
    for (const message of explainColumn(column, own)) yield { at: name, message };
  }
  yield* explainNames(rules, contract);
}

/**
 * What tables.yaml says of a table; the defaults where it says nothing. Throws `misconfigured`,
 * naming every rule that the table as it is can't follow.
 */
export function rulesOf(config: TablesConfig, contract: Contract): TableRules {
  const own = tableRules(config, contract.table);
  const details = [...explainRules(own, contract)];
  if (details.length === 0) return own;
  const faults = details.map(({ at, message }) => `${at}: ${message}`).join('; ');
  throw new AppError('misconfigured', `tables.yaml does not fit ${contract.table}. ${faults}`, {
    details,
  });
}
