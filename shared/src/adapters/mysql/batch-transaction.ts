import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { BatchTransaction, NewLoad } from '../../domain/batch/ports.ts';
import type { Load } from '../../domain/ingest/load.ts';
import { mysqlLoadTransaction } from './load-transaction.ts';
import { mysqlRowStore } from './row-store.ts';

/** A moment as DATETIME(3) in UTC. */
const sqlMoment = (moment: Date) => moment.toISOString().replace('T', ' ').slice(0, -1);

function asLoad(id: string, entry: NewLoad, finishedAt: Date): Load {
  const { kind, object, plan, counts, error, startedAt } = entry;
  return {
    id,
    kind,
    state: error === null ? 'done' : 'failed',
    bucket: '',
    object,
    generation: null,
    plan,
    checkpoint: { offset: 0, line: counts.read + 1 },
    counts,
    entity: plan.entity,
    errorCode: error?.code ?? null,
    error: error?.message ?? null,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
  };
}

async function insertLoad(connection: PoolConnection, load: Load, entry: NewLoad): Promise<void> {
  const { plan, counts, sizeBytes, requestedBy } = entry;
  const finishedAt = load.finishedAt === null ? null : sqlMoment(new Date(load.finishedAt));
  await connection.query('INSERT INTO cutover_load SET ?', {
    id: load.id,
    kind: load.kind,
    bucket: '',
    object: load.object,
    requested_by: requestedBy,
    table_name: plan.table,
    entity_id: plan.entity,
    mode: plan.mode,
    dry_run: plan.dryRun,
    conflict_rule: plan.conflict,
    state: load.state,
    error_code: load.errorCode,
    error: load.error,
    deliveries: 1,
    line: load.checkpoint.line,
    plan: JSON.stringify(plan),
    records_read: counts.read,
    inserted: counts.inserted,
    updated: counts.updated,
    unchanged: counts.unchanged,
    rejected: counts.rejected,
    blank: counts.blank,
    withheld: counts.withheld,
    size_bytes: sizeBytes,
    evidence_version: entry.isPublished ? 1 : 0,
    started_at: sqlMoment(entry.startedAt),
    updated_at: finishedAt,
    finished_at: finishedAt,
  });
}

/** The writes of the transaction that is open on the connection, for the load `id`. */
export function mysqlBatchTransaction(connection: PoolConnection, id: string): BatchTransaction {
  const { startOver, keepRejects, fixRejects, waitingRejects, settleRetried, ...others } =
    mysqlLoadTransaction(connection, { loadId: id, token: '', seconds: 0 });
  return {
    startOver,
    keepRejects,
    fixRejects,
    waitingRejects,
    settleRetried,
    lockOpenRejects: others.lockOpenRejects,
    supersedeOlderRejects: others.supersedeOlderRejects,
    record: others.record,
    // Foreign keys are checked by the database, too: what it takes to do without costs more.
    rows: async (contract, targets) => mysqlRowStore(connection, contract, targets),
    async enter(entry) {
      const load = asLoad(id, entry, new Date());
      await insertLoad(connection, load, entry);
      return load;
    },
    async rejectIds() {
      const [rows] = await connection.query<RowDataPacket[]>(
        'SELECT id FROM cutover_reject WHERE load_id = ? ORDER BY line',
        [id],
      );
      return rows.map((row) => String(row.id));
    },
  };
}
