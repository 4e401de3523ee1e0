import { toFields } from '../catalogue/schema.ts';
import { quoteName } from '../duckdb-type.ts';
import type { Services } from '../services.ts';
import { relationOf } from '../table-name.ts';
import { bindStatement, type QueryWork } from './bind-statement.ts';
import type { Outcome, RunningJob } from './job.ts';
import { type Destination, openDestination, writeTo } from './open-destination.ts';
import { describeStatement } from './statement-statistics.ts';
import { readTableRows } from './table-rows.ts';

/** Writes what a SELECT answers to a table, from which the job's rows are then read. */
export function writeResult(
  services: Services,
  work: QueryWork,
  destination: Destination,
  job: RunningJob,
): Promise<Outcome> {
  const { database, catalogue } = services;
  return writeTo(database, catalogue, destination, async (transaction) => {
    const statement = bindStatement(services, work);
    job.begin(transaction);
    const { columns, sql, values } = statement;
    const fields = toFields(columns);
    // What the statement reads may be what the destination holds until it is replaced.
    await transaction.run(`CREATE TEMP TABLE "$result" AS ${sql}`, values);
    const table = await openDestination(transaction, catalogue, destination, fields);
    const names = columns.map(({ name }) => quoteName(name)).join(', ');
    const relation = relationOf(table.name);
    const added = await transaction.run(
      `INSERT INTO ${relation} (${names}) SELECT * FROM "$result"`,
    );
    await transaction.run('DROP TABLE "$result"');
    await catalogue.noteAppend(transaction, table, table.rowCount, added);
    const statistics = describeStatement(catalogue, statement);
    const written = { name: table.name, rowCount: table.rowCount + added };
    const result = readTableRows(database, written, columns, table.rowCount);
    const outcome = { statistics, result };
    await job.keep(transaction, outcome);
    return outcome;
  });
}
