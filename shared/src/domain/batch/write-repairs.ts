import type { Entry, Outcome } from '../ingest/entry.ts';
import type { Counts, LoadPlan } from '../ingest/load.ts';
import type { LoadPorts } from '../ingest/load-ports.ts';
import { repairedRejects, toRejects } from '../ingest/outcomes.ts';
import type { WaitingReject } from '../ingest/ports.ts';
import { resultName } from '../ingest/publish-load.ts';
import { movedObject, recordEnd, recordStart } from '../ingest/record-load.ts';
import { resolveEntries } from '../ingest/resolve-entries.ts';
import { retryReferrers } from '../ingest/retry-waiting.ts';
import type { TablePlan } from '../ingest/table-plan.ts';
import { countAll } from './count-all.ts';
import type { BatchTransaction, NewLoad } from './ports.ts';
import type { CellRepair } from './repaired-cells.ts';
import type { JsonRow } from './row-keys.ts';

/** Rejects of one load and what is new in their records. */
export interface RepairJob {
  /** The load whose rejects they are. */
  readonly loadId: string;
  /** Of the load that brings the repaired records. */
  readonly plan: LoadPlan;
  readonly table: TablePlan;
  readonly cells: CellRepair;
  /** By the rejects' ids. */
  readonly rows: ReadonlyMap<string, JsonRow>;
  readonly actor: string;
  readonly startedAt: Date;
}

export type RepairPorts = Pick<LoadPorts, 'ledger' | 'tables' | 'tablesConfig' | 'results'>;

/** What became of the rejects that were open, by their ids. */
export type RepairOutcomes = readonly (readonly [id: string, outcome: Outcome])[];

function toEntry({ table, cells, rows }: RepairJob, reject: WaitingReject): Entry {
  const { id, line } = reject;
  const repaired = cells.apply(reject.cells, rows.get(id) ?? {});
  return { line, cells: repaired, ...table.check(repaired), repairs: id };
}

function describeLoad({ loadId, plan, actor, startedAt }: RepairJob, counts: Counts): NewLoad {
  const object = `loads/${loadId}/rejects`;
  const origin = { kind: 'repair', object, requestedBy: actor, sizeBytes: null } as const;
  return { ...origin, plan, counts, error: null, startedAt, isPublished: true };
}

/**
 * Writes the repaired records of those rejects that are open, and closes these, which nobody else
 * does before the transaction ends. Where none is open it writes nothing.
 */
export async function writeRepairs(
  ports: RepairPorts,
  transaction: BatchTransaction,
  job: RepairJob,
): Promise<RepairOutcomes> {
  const { plan, table, loadId, rows } = job;
  const open = await transaction.lockOpenRejects(loadId, [...rows.keys()]);
  if (open.length === 0) return [];
  const entries = open.map((reject) => toEntry(job, reject));
  const store = await transaction.rows(table.rules.contract, table.rules.targets);
  const outcomes = await resolveEntries(store, entries, table.rules);
  const load = await transaction.enter(describeLoad(job, countAll(outcomes)));
  await transaction.keepRejects(plan.table, toRejects({ entries, outcomes }), 'open');
  await transaction.fixRejects(plan.table, repairedRejects({ entries, outcomes }));
  await transaction.supersedeOlderRejects(plan.table);
  if (load.counts.inserted + load.counts.updated > 0) {
    await retryReferrers(ports, (work) => work(transaction), plan.table);
  }
  const moved = movedObject(load);
  if (moved !== null) {
    const link = ports.results.addressOf(resultName(load.id));
    await transaction.record([recordStart(load, moved), recordEnd(load, moved, link)]);
  }
  return open.map(({ id }, at) => [id, outcomes[at] ?? []]);
}
