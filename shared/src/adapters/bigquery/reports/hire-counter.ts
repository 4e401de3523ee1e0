import type { BigQuery } from '@google-cloud/bigquery';
import type { Manifest } from '../../../domain/backup/manifest.ts';
import { findNewestSet } from '../../../domain/backup/newest-set.ts';
import type { SetStore } from '../../../domain/backup/set-store.ts';
import type { HireCounter, YearOfHires } from '../../../domain/hiring-report.ts';
import { runStatements } from '../run-statement.ts';
import type { Row, RunStatement, Statement } from '../statement.ts';
import { translateBigqueryError } from '../translate-bigquery-error.ts';
import { loadSet, type SetFiles } from './load-set.ts';
import { removeOtherSets } from './remove-other-sets.ts';
import { countedTables, nameInSet } from './set-tables.ts';
import { countByDepartment } from './sql/count-by-department.ts';
import { countByQuarter } from './sql/count-by-quarter.ts';
import { countWithoutDate } from './sql/count-without-date.ts';
import { selectNames } from './sql/select-names.ts';

export interface BigqueryHires {
  /** Called for each report. */
  readonly connect: () => Promise<BigQuery>;
  /** Where sets are loaded. */
  readonly dataset: string;
  readonly store: SetStore;
  /** The database whose sets are counted. */
  readonly database: string;
  /** No set holds rejects: they are counted where they are kept, as they are now. */
  readonly countOpenRejects: () => Promise<number>;
}

function listFiles({ set_id, tables }: Manifest, store: BigqueryHires['store']): SetFiles {
  const files = tables.map(
    ({ table, object, rows }) => [table, { uri: store.addressOf(object), rows }] as const,
  );
  return { setId: set_id, files: Object.fromEntries(files) as SetFiles['files'] };
}

async function selectAllNames(run: RunStatement, table: string, column: 'department' | 'job') {
  const rows = await run(selectNames(table, column), {});
  return new Map(rows.map(({ id, name }) => [Number(id), String(name)]));
}

const toId = (cell: Row[string] | undefined) => (cell === null ? null : Number(cell));

/**
 * Counts hires in the newest backup set: its Avro files are loaded into BigQuery with the first
 * report that needs them, once for all. Fails with `not-found` where there is no set yet.
 */
export function bigqueryHireCounter(hires: BigqueryHires): HireCounter {
  const { connect, dataset, store, database, countOpenRejects } = hires;
  const loading = new Map<string, Promise<void>>();

  /** Reports that need the same set at the same time load it together. */
  function requireLoaded(bigquery: BigQuery, files: SetFiles): Promise<void> {
    const known = loading.get(files.setId);
    if (known !== undefined) return known;
    const load = async () => {
      const isNew = await loadSet(bigquery, dataset, files);
      if (isNew) await removeOtherSets(bigquery.dataset(dataset), files.setId);
    };
    const loaded = load()
      .catch((error: unknown) => {
        throw translateBigqueryError(error, dataset);
      })
      .finally(() => loading.delete(files.setId));
    loading.set(files.setId, loaded);
    return loaded;
  }

  async function countYear<Count>(
    year: number,
    statement: (table: string) => Statement,
    toCount: (row: Row) => Count,
  ): Promise<YearOfHires<Count>> {
    const bigquery = await connect();
    const manifest = await findNewestSet(store, database, countedTables);
    const { set_id: id, taken_at: takenAt } = manifest;
    await requireLoaded(bigquery, listFiles(manifest, store));
    const run = runStatements(bigquery, dataset);
    const table = nameInSet('hired_employees', id);
    const [rows, departments, jobs, undated, openRejects] = await Promise.all([
      run(statement(table), { year }),
      selectAllNames(run, nameInSet('departments', id), 'department'),
      selectAllNames(run, nameInSet('jobs', id), 'job'),
      run(countWithoutDate(table), {}),
      countOpenRejects(),
    ]);
    const counts = rows.map(toCount);
    const withoutDate = Number(undated[0]?.hires);
    return { counts, departments, jobs, withoutDate, openRejects, set: { id, takenAt } };
  }

  return {
    countByQuarter: (year) =>
      countYear(year, countByQuarter, ({ department_id, job_id, q1, q2, q3, q4 }) => ({
        departmentId: toId(department_id),
        jobId: toId(job_id),
        quarters: [Number(q1), Number(q2), Number(q3), Number(q4)],
      })),
    countByDepartment: (year) =>
      countYear(year, countByDepartment, ({ department_id, hired }) => ({
        departmentId: toId(department_id),
        hired: Number(hired),
      })),
  };
}
