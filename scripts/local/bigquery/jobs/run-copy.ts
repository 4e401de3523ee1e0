import { invalid } from '../api-error.ts';
import { quoteName } from '../duckdb-type.ts';
import type { Services } from '../services.ts';
import { formatTableName, relationOf, type TableName } from '../table-name.ts';
import type { Outcome, RunningJob } from './job.ts';
import { type Destination, openDestination, writeTo } from './open-destination.ts';

export interface CopyWork {
  readonly sources: readonly TableName[];
  readonly destination: Destination;
}

/** Copies the rows of tables, whose schemas must be the destination's, into one. */
export function runCopy(
  { database, catalogue }: Services,
  { sources, destination }: CopyWork,
  job: RunningJob,
): Promise<Outcome> {
  return writeTo(database, catalogue, destination, async (transaction) => {
    job.begin(transaction);
    const tables = sources.map((name) => catalogue.require(name));
    const [first] = tables;
    if (first === undefined) throw invalid('Required parameter is missing: sourceTables');
    for (const { name, kind } of tables) {
      if (kind === 'view')
        throw invalid(`${formatTableName(name)} is a view, which can't be copied`);
    }
    const same = [first, ...tables].every(
      ({ name }) => relationOf(name) !== relationOf(destination.name),
    );
    if (!same) throw invalid('A table cannot be copied to itself');
    const settings = { ...first.settings, ...destination.settings };
    const target = { ...destination, settings };
    const table = await openDestination(transaction, catalogue, target, first.fields);
    let added = 0;
    for (const { name, columns } of tables) {
      const names = columns.map((column) => quoteName(column.name)).join(', ');
      added += await transaction.run(
        `INSERT INTO ${relationOf(table.name)} (${names}) SELECT ${names} FROM ${relationOf(name)}`,
      );
    }
    await catalogue.noteAppend(transaction, table, table.rowCount, added);
    const outcome = { statistics: { copy: { copiedRows: String(added) } }, result: null };
    await job.keep(transaction, outcome);
    return outcome;
  });
}
