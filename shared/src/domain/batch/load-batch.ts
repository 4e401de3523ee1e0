import type { Outcome } from '../ingest/entry.ts';
import type { Counts } from '../ingest/load.ts';
import type { LoadPorts } from '../ingest/load-ports.ts';
import { repairedRejects, toRejects, withhold } from '../ingest/outcomes.ts';
import { resultName } from '../ingest/publish-load.ts';
import { movedObject, recordEnd, recordSize, recordStart } from '../ingest/record-load.ts';
import { exceededLimit } from '../ingest/reject-limits.ts';
import type { ResolvedChunk } from '../ingest/resolve-chunk.ts';
import { resolveEntries } from '../ingest/resolve-entries.ts';
import { retryReferrers, retryTable } from '../ingest/retry-waiting.ts';
import type { Batch } from './batch.ts';
import { type BatchAnswer, describeBatch } from './batch-answer.ts';
import { countAll } from './count-all.ts';
import { type NumberedRows, noteNumbers } from './numbered-rows.ts';
import { type BatchPlan, planBatch } from './plan-batch.ts';
import type { BatchLedger, BatchTransaction, NewLoad } from './ports.ts';
import type { RequestMark } from './request-mark.ts';

/** What loading a batch needs from the outside. */
export interface BatchPorts
  extends Pick<LoadPorts, 'ledger' | 'tables' | 'tablesConfig' | 'results'> {
  readonly batches: BatchLedger;
}

type Resolved = Pick<ResolvedChunk, 'entries' | 'outcomes'>;

interface Written {
  readonly outcomes: readonly Outcome[];
  readonly load: Pick<NewLoad, 'plan' | 'counts' | 'error'>;
}

/** Why nothing of the batch is added; null where its good rows are. */
function findRefusal({ plan }: BatchPlan, counts: Counts): NewLoad['error'] {
  const exceeded = exceededLimit(plan, counts, true);
  if (exceeded !== null) {
    return { code: 'too-many-rejects', message: `Nothing was added: ${exceeded}` };
  }
  if (plan.mode !== 'atomic' || counts.rejected === 0 || plan.dryRun) return null;
  const message = `Nothing was added: ${counts.rejected} rows are rejected, and mode atomic adds all or none.`;
  return { code: 'atomic-refused', message };
}

/** Writes the rows, or takes them back where they are not to stay. */
async function writeRows(
  transaction: BatchTransaction,
  { rows }: NumberedRows,
  batch: BatchPlan,
): Promise<Written> {
  const { plan, table, entries } = batch;
  const outcomes = await resolveEntries(rows, entries, table.rules);
  const counts = countAll(outcomes);
  const error = findRefusal(batch, counts);
  if (error !== null || plan.dryRun) await transaction.startOver();
  return { outcomes, load: { plan, counts: error === null ? counts : withhold(counts), error } };
}

/** Keeps the refused rows, and closes the rejects that other rows have repaired. Returns the rejects' ids. */
async function bookRejects(
  transaction: BatchTransaction,
  { plan, error }: Written['load'],
  resolved: Resolved,
): Promise<string[]> {
  const isOpen = plan.mode === 'partial' && !plan.dryRun;
  if (error === null && !plan.dryRun) {
    await transaction.fixRejects(plan.table, repairedRejects(resolved));
  }
  const rejects = toRejects(resolved);
  if (rejects.length === 0) return [];
  const kept = isOpen ? rejects : rejects.map((reject) => ({ ...reject, supersedes: null }));
  await transaction.keepRejects(plan.table, kept, isOpen ? 'open' : 'discarded');
  const ids = await transaction.rejectIds();
  if (isOpen) await transaction.supersedeOlderRejects(plan.table);
  return ids;
}

/**
 * Whether anything of a batch is not in its ledger's row and its answer already: rejects for people to
 * repair, a refusal, or an entity's record that leads to the result.
 */
const hasMoreToTell = ({ plan, counts, error }: Written['load']) =>
  error !== null || counts.rejected > 0 || plan.entity !== null;

/** All that a batch does to the database. */
async function write(
  ports: BatchPorts,
  transaction: BatchTransaction,
  batch: Batch,
  planned: BatchPlan,
): Promise<BatchAnswer> {
  const { table, entries } = planned;
  const store = await transaction.rows(table.rules.contract, table.rules.targets);
  const numbered = noteNumbers(store, table.rules);
  const { outcomes, load: written } = await writeRows(transaction, numbered, planned);
  const { sizeBytes, requestedBy, now: startedAt } = batch;
  const origin = { kind: 'batch', object: '', requestedBy, sizeBytes, startedAt } as const;
  const isPublished = hasMoreToTell(written);
  const load = await transaction.enter({ ...written, ...origin, isPublished });
  const rejectIds = await bookRejects(transaction, written, { entries, outcomes });
  if (load.state === 'done' && !planned.plan.dryRun) {
    const { inserted, updated } = load.counts;
    const transact = <T>(work: (within: BatchTransaction) => Promise<T>) => work(transaction);
    if (inserted + updated > 0) await retryReferrers(ports, transact, batch.table);
  }
  const moved = movedObject(load);
  const link = ports.results.addressOf(resultName(load.id));
  if (moved !== null) {
    await transaction.record([recordStart(load, moved), recordEnd(load, moved, link)]);
  }
  return describeBatch(load, { entries, outcomes, rejectIds, numberOf: numbered.numberOf });
}

/**
 * What can't be done in the batch's own transaction: a parent may have come behind the look-up of
 * the references and before the rejects could be seen, and the table's size is told on another
 * connection.
 */
async function goOn(ports: BatchPorts, { rejected, ...load }: BatchAnswer, table: string) {
  if (load.state !== 'done' || load.dry_run) return;
  const isWaiting = rejected.some(({ errors }) =>
    errors.some(({ code }) => code === 'unknown-reference'),
  );
  const bytes = load.entity === null ? null : await ports.tables.measure(table);
  if (!isWaiting && bytes === null) return;
  await ports.batches.goOn(load.load_id, async (transaction) => {
    const transact = <T>(work: (within: BatchTransaction) => Promise<T>) => work(transaction);
    const accepted = isWaiting ? await retryTable(ports, transact, table) : 0;
    if (accepted > 0) await retryReferrers(ports, transact, table);
    if (bytes === null || load.entity === null) return;
    await transaction.record([recordSize(load.entity, table, bytes)]);
  });
}

/**
 * Loads rows that came in one request: checks and writes them by the rules for drops, all in one
 * transaction with their rejects, the ledger's row and the answer. Called again with the same mark,
 * it answers the same and adds nothing; killed at any instant, all or nothing of it is there. Throws
 * `unknown-table`, `invalid-object` where no row gives a column of the table, and what `transact`
 * throws.
 */
export async function loadBatch(
  ports: BatchPorts,
  batch: Batch,
  mark: RequestMark | null,
): Promise<{ readonly answer: BatchAnswer; readonly isReplayed: boolean }> {
  const contract = await ports.tables.describe(batch.table);
  const planned = planBatch(batch, contract, await ports.tablesConfig());
  const { answer, isReplayed } = await ports.batches.transact(mark, async (transaction) =>
    JSON.stringify(await write(ports, transaction, batch, planned)),
  );
  const told: BatchAnswer = JSON.parse(answer);
  if (!isReplayed) await goOn(ports, told, batch.table);
  return { answer: told, isReplayed };
}
