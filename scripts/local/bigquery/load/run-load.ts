import { BigQueryError, type ErrorProto } from '../api-error.ts';
import { toColumns } from '../catalogue/schema.ts';
import { appendRows, findMissing, type NewRow } from '../engine/append-rows.ts';
import type { Column } from '../google-type.ts';
import { fillDefaults } from '../jobs/fill-defaults.ts';
import type { Outcome, RunningJob } from '../jobs/job.ts';
import { openDestination, writeTo } from '../jobs/open-destination.ts';
import type { Services } from '../services.ts';
import { findSchema } from './find-schema.ts';
import type { LoadWork } from './load-work.ts';
import { openSources, type Source } from './open-sources.ts';
import { readRecords } from './read-records.ts';

interface LoadRun {
  readonly sources: readonly Source[];
  readonly work: LoadWork;
  /** The columns of the files, in their order. */
  readonly given: readonly Column[];
  /** The columns of the table, in their order. */
  readonly wanted: readonly Column[];
  readonly faults: ErrorProto[];
  readonly fill: (row: NewRow) => NewRow;
}

const start = 'Error while reading data, error message:';

function giveUp({ work, faults }: LoadRun, rows: number): BigQueryError {
  const { length: errors } = faults;
  return new BigQueryError(
    'invalid',
    `${start} ${work.format.kind} processing encountered too many errors, giving up. Rows: ${rows}; errors: ${errors}; max bad: ${work.maxBadRecords}; error percent: 0`,
    { faults },
  );
}

/** The rows of all files in the table's order of columns. Throws `invalid` at one bad record too many. */
async function* readRows(run: LoadRun): AsyncIterable<NewRow> {
  const { sources, work, given, wanted, faults } = run;
  const places = wanted.map(({ name }) =>
    given.findIndex((column) => column.name.toLowerCase() === name.toLowerCase()),
  );
  let rows = 0;
  for (const source of sources) {
    for await (const record of readRecords(source, given, work)) {
      rows += 1;
      const values = 'values' in record ? record.values : [];
      const row = run.fill(places.map((place) => values[place]));
      const missing = 'fault' in record ? undefined : findMissing(row, wanted);
      const fault =
        'fault' in record
          ? record.fault
          : missing === undefined
            ? undefined
            : `Missing required field: ${missing}`;
      if (fault === undefined) yield row;
      else {
        faults.push({
          reason: 'invalid',
          location: source.name,
          message: `${start} ${fault}; Row: ${rows}`,
        });
        if (faults.length > work.maxBadRecords) throw giveUp(run, rows);
      }
    }
  }
}

/** Loads files into a table: all of their good rows, unless the bad ones are too many. */
export async function runLoad(
  services: Services,
  asked: LoadWork,
  job: RunningJob,
  uploaded: readonly Source[] = [],
): Promise<Outcome> {
  const { database, catalogue, storageUrl } = services;
  const named = await Promise.all(asked.sources.map((uri) => openSources(storageUrl, uri)));
  const sources = [...uploaded, ...named.flat()];
  const { fields, work } = await findSchema(catalogue, sources, asked);
  const { destination } = work;
  return writeTo(database, catalogue, destination, async (transaction) => {
    job.begin(transaction);
    const table = await openDestination(transaction, catalogue, destination, fields);
    const faults: ErrorProto[] = [];
    const given = toColumns(fields);
    const fill = await fillDefaults(transaction, catalogue, table);
    const rows = readRows({ sources, work, given, wanted: table.columns, faults, fill });
    const added = await appendRows(transaction, table.name, table.columns, rows);
    await catalogue.noteAppend(transaction, table, table.rowCount, added);
    const load = {
      inputFiles: String(sources.length),
      outputRows: String(added),
      badRecords: String(faults.length),
    };
    const outcome = { statistics: { load }, result: null, warnings: faults };
    await job.keep(transaction, outcome);
    return outcome;
  });
}
