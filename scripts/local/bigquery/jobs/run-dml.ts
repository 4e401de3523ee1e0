import type { CatalogueTable } from '../catalogue/stored.ts';
import type { Transaction } from '../engine/database.ts';
import type { Services } from '../services.ts';
import { relationOf } from '../table-name.ts';
import {
  type BoundStatement,
  bindStatement,
  type QueryWork,
  requireTarget,
} from './bind-statement.ts';
import type { Outcome, RunningJob } from './job.ts';
import { describeStatement } from './statement-statistics.ts';

interface RowCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

async function countMerged(
  transaction: Transaction,
  { sql, values }: BoundStatement,
): Promise<RowCounts> {
  const counts = { INSERT: 0, UPDATE: 0, DELETE: 0 };
  for await (const rows of transaction.stream(`${sql} RETURNING merge_action`, values)) {
    for (const [action] of rows) counts[action as keyof typeof counts] += 1;
  }
  return { inserted: counts.INSERT, updated: counts.UPDATE, deleted: counts.DELETE };
}

async function change(
  transaction: Transaction,
  statement: BoundStatement,
  { rowCount }: CatalogueTable,
): Promise<RowCounts> {
  const counts = { inserted: 0, updated: 0, deleted: 0 };
  if (statement.kind === 'MERGE') return countMerged(transaction, statement);
  const changed = await transaction.run(statement.sql, statement.values);
  if (statement.kind === 'INSERT') return { ...counts, inserted: changed };
  if (statement.kind === 'UPDATE') return { ...counts, updated: changed };
  return { ...counts, deleted: statement.kind === 'TRUNCATE_TABLE' ? rowCount : changed };
}

const describeCounts = ({ inserted, updated, deleted }: RowCounts) => ({
  numDmlAffectedRows: String(inserted + updated + deleted),
  dmlStats: {
    insertedRowCount: String(inserted),
    updatedRowCount: String(updated),
    deletedRowCount: String(deleted),
  },
});

/** Runs INSERT, UPDATE, DELETE, MERGE or TRUNCATE TABLE: wholly or not at all. */
export function runDml(services: Services, work: QueryWork, job: RunningJob): Promise<Outcome> {
  const { database, catalogue, translate } = services;
  const target = relationOf(requireTarget(translate(work.query)));
  return database.write(target, async (transaction) => {
    const statement = bindStatement(services, work);
    job.begin(transaction);
    const table = catalogue.require(requireTarget(statement));
    const counts = await change(transaction, statement, table);
    if (counts.updated + counts.deleted > 0) await catalogue.noteChange(transaction, table.name);
    else await catalogue.noteAppend(transaction, table, table.rowCount, counts.inserted);
    const statistics = describeStatement(catalogue, statement, describeCounts(counts));
    const outcome = { statistics, result: null };
    await job.keep(transaction, outcome);
    return outcome;
  });
}
