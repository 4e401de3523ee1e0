import type { Column, Contract } from '../contract.ts';
import type { Entry } from '../ingest/entry.ts';
import { kindRules } from '../ingest/kind-rules.ts';
import type { LoadPlan } from '../ingest/load.ts';
import { maxRecordBytes } from '../ingest/max-record-bytes.ts';
import { compileTablePlan, type TablePlan } from '../ingest/table-plan.ts';
import { rulesOf } from '../table-rules.ts';
import { columnRules, type TableRules, type TablesConfig } from '../tables-config.ts';
import type { Batch } from './batch.ts';
import { standIn } from './left-out.ts';
import type { RowColumns } from './row-cells.ts';
import { rowEntry } from './row-entry.ts';
import { createRowKeys, givenColumns, type RowKeys } from './row-keys.ts';

export interface BatchPlan {
  readonly plan: LoadPlan;
  readonly table: TablePlan;
  /** The rows in the order in which they came. */
  readonly entries: readonly Entry[];
}

/** Columns that a batch writes: those that rows give, and those that no row can do without. */
function columnsOf(contract: Contract, rules: TableRules, given: ReadonlySet<Column>): Column[] {
  const isNeeded = (column: Column) => {
    const { required, filled_in } = columnRules(rules, column.name);
    const hasNoValue = !column.nullable && !column.hasDefault && !column.autoIncrement;
    return required || filled_in !== undefined || hasNoValue;
  };
  return contract.columns.filter(
    (column) => !column.generated && (given.has(column) || isNeeded(column)),
  );
}

interface Settled {
  readonly contract: Contract;
  readonly rules: TableRules;
  readonly keys: RowKeys;
  readonly columns: readonly Column[];
}

function planOf(batch: Batch, { rules, columns, contract }: Settled): LoadPlan {
  const { options } = batch;
  const names = columns.map(({ name }) => name);
  return {
    kind: 'batch',
    table: contract.table,
    isRepair: false,
    mode: options.mode ?? rules.mode,
    dryRun: options.dry_run ?? false,
    conflict: options.conflict ?? rules.conflict,
    maxRejects: options.max_rejects ?? rules.max_rejects ?? null,
    maxRejectRatio: options.max_reject_ratio ?? rules.max_reject_ratio ?? null,
    dialect: { delimiter: ',', newline: '\n', skipInitialSpace: false },
    encoding: 'utf-8',
    header: names,
    columns: { width: names.length, fileColumns: names, fileCells: [...names.keys()] },
    entity: options.entity ?? batch.defaultEntity,
    seekable: false,
  };
}

function rowColumns(batch: Batch, { conflict }: LoadPlan, settled: Settled): RowColumns {
  const { keys, columns, rules } = settled;
  const standInsOf = (isNew: boolean) =>
    columns.map((column) => standIn(column, rules, { now: batch.now, isNew }));
  const ofNew = standInsOf(true);
  const ofKnown = conflict === 'update' ? standInsOf(false) : ofNew;
  const number = columns.findIndex(({ autoIncrement }) => autoIncrement);
  return {
    keys,
    columns,
    standIns: (given) => ((given[number] ?? '') === '' && number !== -1 ? ofNew : ofKnown),
    skipsNull: columns.map(({ name, nullable }) => {
      const { filled_in, required } = columnRules(rules, name);
      return filled_in !== undefined && (required || !nullable);
    }),
  };
}

/** Settles how a batch is written, and checks its rows. */
export function planBatch(batch: Batch, contract: Contract, config: TablesConfig): BatchPlan {
  const rules = kindRules('batch', rulesOf(config, contract), contract);
  const keys = createRowKeys(contract, rules);
  const columns = columnsOf(contract, rules, givenColumns(batch.rows, keys));
  const settled = { contract, rules, keys, columns };
  const plan = planOf(batch, settled);
  const table = compileTablePlan(plan, contract, config, batch.now);
  const maxCharacters = maxRecordBytes(contract);
  const reading = { ...rowColumns(batch, plan, settled), check: table.check, maxCharacters };
  return { plan, table, entries: batch.rows.map((row, at) => rowEntry(row, at + 1, reading)) };
}
