import { AppError, type ErrorDetail } from '../app-error.ts';
import type { Fault } from '../fault.ts';
import { concludeLoad, publishStale } from './conclude-load.ts';
import type { Outcome } from './entry.ts';
import type { Load, LoadPlan } from './load.ts';
import type { LoadPorts } from './load-ports.ts';
import type { KeptReject, LoadReader } from './load-reader.ts';
import type { LoadSource } from './load-source.ts';
import { findMovedObject, recordStart } from './record-load.ts';
import { createCellRepair, type RepairedRow } from './repaired-cells.ts';
import { compileTablePlan } from './table-plan.ts';
import { type RepairJob, writeRepairs } from './write-repairs.ts';

export interface Repair {
  readonly rejectId: string;
  readonly row: RepairedRow;
}

export interface RepairOrder {
  readonly load: Load;
  readonly repairs: readonly Repair[];
  /** Who repairs, as sign-in has proven it. */
  readonly actor: string;
}

export interface RepairPorts extends LoadPorts {
  readonly loads: LoadReader;
}

/** What became of a repair, and of its reject. */
export interface RepairResult {
  readonly reject: KeptReject;
  /** `closed`: it was closed before, and nothing was done. */
  readonly result: 'inserted' | 'updated' | 'unchanged' | 'closed' | readonly Fault[];
}

/** Repaired records are loaded by themselves, whatever bounds their load had. */
function planRepair({ id, plan }: Load): LoadPlan {
  if (plan === null) throw new AppError('not-found', `Load ${id} has no rejects.`);
  const unbounded = { maxRejects: null, maxRejectRatio: null };
  return { ...plan, ...unbounded, mode: 'partial', dryRun: false, isRepair: true };
}

async function planJob(ports: RepairPorts, { load, repairs }: RepairOrder): Promise<RepairJob> {
  const plan = planRepair(load);
  const contract = await ports.tables.describe(plan.table);
  const now = new Date(load.startedAt);
  const table = compileTablePlan(plan, contract, await ports.tablesConfig(), now);
  const cells = createCellRepair(load, table);
  const details = repairs.flatMap(({ row }, at) => cells.explainUnknown(row, `/repairs/${at}/row`));
  if (details.length > 0) {
    throw new AppError('invalid-request', 'A repair names a column that is not there.', {
      details,
    });
  }
  const rows = new Map(repairs.map(({ rejectId, row }) => [rejectId, row]));
  return { load, plan, table, cells, rows };
}

/** The rejects of this load by their ids. Fails with `not-found` that names those of no load or of another one. */
async function findRejects({ loads }: RepairPorts, { load, repairs }: RepairOrder) {
  const ids = repairs.map(({ rejectId }) => rejectId);
  const found = new Map((await loads.findRejects(load.id, ids)).map((each) => [each.id, each]));
  const details: ErrorDetail[] = repairs.flatMap(({ rejectId }, at) =>
    found.has(rejectId)
      ? []
      : [{ at: `/repairs/${at}/reject_id`, message: `Load ${load.id} has no reject ${rejectId}.` }],
  );
  if (details.length === 0) return found;
  throw new AppError('not-found', 'A repair is for no reject of this load.', { details });
}

function describeSource({ load, repairs, actor }: RepairOrder): LoadSource {
  return {
    kind: 'repair',
    bucket: '',
    name: `loads/${load.id}/rejects`,
    generation: null,
    sizeBytes: 0,
    metadata: {},
    identity: JSON.stringify(['repair', load.id, repairs]),
    requestedBy: actor,
  };
}

async function loadRepairs(
  ports: RepairPorts,
  source: LoadSource,
  job: RepairJob,
): Promise<ReadonlyMap<string, Outcome>> {
  const claim = await ports.ledger.claim(source);
  if (claim.kind === 'busy') throw new AppError('busy', 'Another call makes the same repairs.');
  if (claim.kind === 'finished') return new Map();
  const { held } = claim;
  try {
    const planned = { ...held.load, plan: job.plan };
    const moved = await findMovedObject(ports, source, planned);
    const records = moved === null ? [] : [recordStart(planned, moved)];
    const outcomes =
      held.load.state === 'running' ? await writeRepairs(held, job, records) : new Map();
    await concludeLoad(ports, source, held);
    return outcomes;
  } finally {
    await held.release();
  }
}

/**
 * Loads repaired records of a load's rejects, as one load of its own, by the same check and writer
 * as a repaired file. What comes into the table closes its reject; what is still refused is a
 * reject of the new load, which takes the older one's place. A reject that is closed, or is closed
 * by somebody else meanwhile, is left as it is and answered with its state, so a second call changes
 * nothing. Fails with `not-found` and `invalid-request` before anything is done.
 */
export async function repairRejects(
  ports: RepairPorts,
  order: RepairOrder,
): Promise<readonly RepairResult[]> {
  const before = await findRejects(ports, order);
  const job = await planJob(ports, order);
  const isOpen = [...before.values()].some(({ state }) => state === 'open');
  const outcomes = isOpen ? await loadRepairs(ports, describeSource(order), job) : new Map();
  await publishStale(ports);
  const after = await findRejects(ports, order);
  return [...after.values()].map((reject) => ({
    reject,
    result: outcomes.get(reject.id) ?? 'closed',
  }));
}
