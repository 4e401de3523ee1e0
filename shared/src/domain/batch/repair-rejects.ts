import { AppError, type ErrorDetail } from '../app-error.ts';
import type { Fault } from '../fault.ts';
import type { Load, LoadPlan } from '../ingest/load.ts';
import type { KeptReject, LoadReader } from '../ingest/load-reader.ts';
import { compileTablePlan } from '../ingest/table-plan.ts';
import type { BatchLedger } from './ports.ts';
import { createCellRepair } from './repaired-cells.ts';
import type { JsonRow } from './row-keys.ts';
import {
  type RepairJob,
  type RepairOutcomes,
  type RepairPorts as WritingPorts,
  writeRepairs,
} from './write-repairs.ts';

export interface RepairPorts extends WritingPorts {
  readonly batches: BatchLedger;
  readonly loads: LoadReader;
}

export interface Repair {
  readonly rejectId: string;
  /** New values by the names of their columns. */
  readonly row: JsonRow;
}

export interface RepairOrder {
  readonly load: Load;
  readonly repairs: readonly Repair[];
  /** Who repairs, as sign-in has proven it. */
  readonly actor: string;
  /** The time of the call. */
  readonly now: Date;
}

export interface RepairResult {
  /** The reject as it is now. */
  readonly reject: KeptReject;
  /** What became of the record, or why it is still refused; `closed`: its reject was closed before. */
  readonly result: 'inserted' | 'updated' | 'unchanged' | 'closed' | readonly Fault[];
}

/** The load's rejects with these ids. Fails with `not-found` that names those that it has not. */
export async function requireRejects(
  loads: LoadReader,
  loadId: string,
  ids: readonly string[],
  at: (position: number) => string,
): Promise<ReadonlyMap<string, KeptReject>> {
  const rejects = await loads.findRejects(loadId, ids);
  const found = new Map(rejects.map((reject) => [reject.id, reject]));
  const details: ErrorDetail[] = ids.flatMap((id, position) =>
    found.has(id) ? [] : [{ at: at(position), message: `Load ${loadId} has no reject ${id}.` }],
  );
  if (details.length === 0) return found;
  const message = details.map((detail) => detail.message).join(' ');
  throw new AppError('not-found', message, { details });
}

/** Repaired records are loaded by themselves, whatever bounds their load had. */
function planRepair({ id, plan }: Load): LoadPlan {
  if (plan === null) throw new AppError('not-found', `Load ${id} has no rejects.`);
  const unbounded = { maxRejects: null, maxRejectRatio: null };
  return { ...plan, ...unbounded, mode: 'partial', dryRun: false, isRepair: true };
}

async function planJob(ports: RepairPorts, order: RepairOrder): Promise<RepairJob> {
  const { load, repairs, actor, now } = order;
  const plan = planRepair(load);
  const contract = await ports.tables.describe(plan.table);
  const table = compileTablePlan(plan, contract, await ports.tablesConfig(), now);
  const cells = createCellRepair(plan, table);
  const details = repairs.flatMap(({ row }, at) => cells.explain(row, `/repairs/${at}/row`));
  if (details.length > 0) {
    const message = details.map((detail) => detail.message).join(' ');
    throw new AppError('invalid-request', message, { details });
  }
  const rows = new Map(repairs.map(({ rejectId, row }) => [rejectId, row]));
  return { loadId: load.id, plan, table, cells, rows, actor, startedAt: now };
}

/**
 * Loads repaired records of a load's rejects as one load of their own, by the same check and writer
 * as a repaired file, all in one transaction. What comes into the table closes its reject; what is
 * still refused is a reject of the new load, which takes the older one's place. A reject that is
 * closed already is left as it is and answered with its state, so that a second call changes
 * nothing. Throws `not-found` for rejects that the load has not and `invalid-request` for columns
 * that it has not, before anything is done.
 */
export async function repairRejects(
  ports: RepairPorts,
  order: RepairOrder,
): Promise<readonly RepairResult[]> {
  const { load, repairs } = order;
  const ids = repairs.map(({ rejectId }) => rejectId);
  const find = () =>
    requireRejects(ports.loads, load.id, ids, (position) => `/repairs/${position}/reject_id`);
  await find();
  const job = await planJob(ports, order);
  const { answer } = await ports.batches.transact(null, async (transaction) =>
    JSON.stringify(await writeRepairs(ports, transaction, job)),
  );
  const outcomes = new Map<string, RepairResult['result']>(JSON.parse(answer) as RepairOutcomes);
  const after = await find();
  return [...after.values()].map((reject) => ({
    reject,
    result: outcomes.get(reject.id) ?? 'closed',
  }));
}
