import type { PoolConnection, ResultSetHeader } from 'mysql2/promise';
import { AppError } from '../../domain/app-error.ts';
import { noCounts } from '../../domain/ingest/load.ts';
import type { LedgerChange, LoadTransaction, RetriedReject } from '../../domain/ingest/ports.ts';
import { checkForeignKeys } from './check-foreign-keys.ts';
import { type LoadRecord, readLoad } from './load-record.ts';
import {
  closeRejects,
  insertRejects,
  lockOpenRejects,
  selectWaiting,
  supersedeSameRecords,
  updateFaults,
} from './reject-records.ts';
import { mysqlRowStore } from './row-store.ts';
import { keepRecords } from './tracking-outbox.ts';

export interface Lease {
  readonly loadId: string;
  readonly token: string;
  readonly seconds: number;
}

const tookOver = () => new AppError('busy', 'Another process took the load over; this one stops.');

/** Columns and values that a change sets. Counts are added, never replaced: retries book into them meanwhile. */
function describeChange(change: LedgerChange): { assignments: string[]; values: unknown[] } {
  const assignments: string[] = [];
  const values: unknown[] = [];
  const set = (assignment: string, ...given: unknown[]) => {
    assignments.push(assignment);
    values.push(...given);
  };
  const { checkpoint, counts = noCounts, state, plan, error } = change;
  if (checkpoint) set('byte_offset = ?, line = ?', checkpoint.offset, checkpoint.line);
  if (counts.read > 0) {
    set('records_read = records_read + ?, inserted = inserted + ?', counts.read, counts.inserted);
    set('updated = updated + ?, unchanged = unchanged + ?', counts.updated, counts.unchanged);
    set('rejected = rejected + ?, blank = blank + ?', counts.rejected, counts.blank);
    set('withheld = withheld + ?', counts.withheld);
  }
  if (plan) {
    set('plan = ?, table_name = ?', JSON.stringify(plan), plan.table);
    set('mode = ?, dry_run = ?, conflict_rule = ?', plan.mode, plan.dryRun, plan.conflict);
    set('entity_id = ?', plan.entity);
  }
  if (error) set('error_code = ?, error = ?', error.code, error.message);
  if (state) {
    set('state = ?, evidence_version = evidence_version + 1', state);
    if (state === 'done' || state === 'failed') set('finished_at = UTC_TIMESTAMP(3)');
  }
  return { assignments, values };
}

async function settleRetried(
  connection: PoolConnection,
  closedBy: string,
  retried: readonly RetriedReject[],
): Promise<void> {
  for (const { reject, result } of retried) {
    if (typeof result !== 'string') {
      await updateFaults(connection, reject.id, result);
      await connection.query(
        'UPDATE cutover_load SET evidence_version = evidence_version + 1 WHERE id = ?',
        [reject.loadId],
      );
    }
  }
  const accepted = retried.filter(({ result }) => typeof result === 'string');
  for (const loadId of new Set(accepted.map(({ reject }) => reject.loadId))) {
    const own = accepted.filter(({ reject }) => reject.loadId === loadId);
    const count = (wanted: string) => own.filter(({ result }) => result === wanted).length;
    await connection.query(
      "UPDATE cutover_reject SET state = 'fixed', closed_by = ?, closed_at = UTC_TIMESTAMP(3) WHERE id IN (?)",
      [closedBy, own.map(({ reject }) => reject.id)],
    );
    await connection.query(
      `UPDATE cutover_load SET rejected = rejected - ?, inserted = inserted + ?, updated = updated + ?,
              unchanged = unchanged + ?, evidence_version = evidence_version + 1 WHERE id = ?`,
      [own.length, count('inserted'), count('updated'), count('unchanged'), loadId],
    );
  }
}

/**
 * The writes of one transaction for the load that `lease` holds. `advance` fails, and so the
 * transaction with all that it wrote, when another process has taken the load over.
 */
export function mysqlLoadTransaction(
  connection: PoolConnection,
  lease: Lease,
): LoadTransaction & { isCommitted(): boolean } {
  const { loadId, token, seconds } = lease;
  let isCommitted = false;
  return {
    isCommitted: () => isCommitted,
    async rows(contract, targets) {
      await checkForeignKeys(connection, contract, targets);
      return mysqlRowStore(connection, contract, targets);
    },
    async startOver() {
      await connection.rollback();
      await connection.beginTransaction();
    },
    keepRejects: (table, rejects, state) =>
      insertRejects(connection, { loadId, table, state }, rejects),
    lockOpenRejects: (id, rejectIds) => lockOpenRejects(connection, id, rejectIds),
    fixRejects: (table, ids) => closeRejects(connection, loadId, table, ids),
    waitingRejects: (table, afterId, limit) => selectWaiting(connection, table, afterId, limit),
    settleRetried: (retried) => settleRetried(connection, loadId, retried),
    async forgetRejects() {
      await connection.query('DELETE FROM cutover_reject WHERE load_id = ?', [loadId]);
    },
    supersedeOlderRejects: (table) => supersedeSameRecords(connection, loadId, table),
    async advance(change) {
      const { assignments, values } = describeChange(change);
      const [result] = await connection.query<ResultSetHeader>(
        `UPDATE cutover_load SET ${['updated_at = UTC_TIMESTAMP(3)', 'lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND', ...assignments].join(', ')}
          WHERE id = ? AND lease_token = ?`,
        [seconds, ...values, loadId, token],
      );
      if (!/Rows matched: 1/.test(result.info)) throw tookOver();
    },
    async readLoad() {
      const [[record]] = await connection.query<LoadRecord[]>(
        'SELECT * FROM cutover_load WHERE id = ?',
        [loadId],
      );
      if (record === undefined) throw new AppError('internal', 'The ledger lost a load.');
      return readLoad(record);
    },
    record: (records) => keepRecords(connection, records),
    async commit() {
      await connection.commit();
      isCommitted = true;
    },
  };
}
