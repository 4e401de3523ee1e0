import type { Contract } from '../contract.ts';
import { type ColumnPlan, planColumns } from '../header.ts';
import { type CheckedRecord, compileRecordCheck } from '../record-check.ts';
import { rulesOf } from '../table-rules.ts';
import type { TablesConfig } from '../tables-config.ts';
import type { EntryRules } from './entry-rules.ts';
import { kindRules } from './kind-rules.ts';
import type { LoadPlan } from './load.ts';
import { type PackingPlan, planPacking } from './packing-plan.ts';

/** What a settled plan means for the table as it is now. */
export interface TablePlan {
  readonly columns: ColumnPlan;
  readonly rules: EntryRules;
  readonly check: (cells: readonly string[]) => CheckedRecord;
  readonly packing: PackingPlan | null;
}

/**
 * Compiles a load's plan against its table. The same plan gives the same check as long as table and
 * tables.yaml stay the same. Throws `invalid-object` when the table lost a column of the header.
 */
export function compileTablePlan(
  plan: LoadPlan,
  contract: Contract,
  config: TablesConfig,
  now: Date,
): TablePlan {
  const tableRules = kindRules(plan.kind, rulesOf(config, contract), contract);
  const header = plan.header === null ? 'absent' : 'present';
  const { plan: columns } = planColumns(plan.header ?? [], contract, tableRules, { header });
  const rules = { contract, targets: columns.targets, conflict: plan.conflict };
  return {
    columns,
    rules,
    check: compileRecordCheck(columns, tableRules, now),
    packing: planPacking(rules, columns, tableRules, { encoding: plan.encoding, now }),
  };
}
