import type { TrackingRecord } from '../tracking/tracking-record.ts';
import type { Entry, Outcome } from './entry.ts';
import type { Load, LoadPlan } from './load.ts';
import { countOutcomes, repairedRejects, toRejects } from './outcomes.ts';
import type { HeldLoad } from './ports.ts';
import type { CellRepair, RepairedRow } from './repaired-cells.ts';
import { resolveEntries } from './resolve-entries.ts';
import type { TablePlan } from './table-plan.ts';

/** Rejects of one load and what is new in their records. */
export interface RepairJob {
  readonly load: Load;
  /** Of the load that brings the repaired records. */
  readonly plan: LoadPlan;
  readonly table: TablePlan;
  readonly cells: CellRepair;
  /** By the rejects' ids. */
  readonly rows: ReadonlyMap<string, RepairedRow>;
}

/**
 * Writes the repaired records of those rejects that are open, and closes these, in one transaction,
 * in which nobody else closes them. Returns what became of each, by the rejects' ids.
 */
export function writeRepairs(
  held: HeldLoad,
  { load, plan, table, cells, rows }: RepairJob,
  records: readonly TrackingRecord[],
): Promise<ReadonlyMap<string, Outcome>> {
  const { contract, targets } = table.rules;
  return held.transaction(async (transaction) => {
    const open = await transaction.lockOpenRejects(load.id, [...rows.keys()]);
    const entries = open.map((reject): Entry => {
      const repaired = cells.apply(reject.cells, rows.get(reject.id) ?? {});
      return { line: reject.line, cells: repaired, ...table.check(repaired), repairs: reject.id };
    });
    const store = await transaction.rows(contract, targets);
    const outcomes = await resolveEntries(store, entries, table.rules);
    const resolved = { packed: 0, entries, outcomes, isAsPlanned: true };
    await transaction.keepRejects(plan.table, toRejects(resolved), 'open');
    await transaction.fixRejects(plan.table, repairedRejects(resolved));
    const counts = countOutcomes({ blank: 0 }, resolved);
    await transaction.advance({ plan, counts, state: 'loaded' });
    await transaction.record(records);
    await transaction.commit();
    return new Map(open.map(({ id }, at) => [id, outcomes[at] ?? []]));
  });
}
