import type { Column } from '../google-type.ts';
import { readAvro } from './avro/read-avro.ts';
import type { LoadWork } from './load-work.ts';
import type { LoadedRecord } from './loaded-record.ts';
import type { Source } from './open-sources.ts';
import { readCsv } from './read-csv.ts';
import { readJsonLines } from './read-json-lines.ts';
import { readPlain } from './read-plain.ts';

/** The records of one file, as values of the file's columns. */
export async function* readRecords(
  source: Source,
  columns: readonly Column[],
  { format, ignoreUnknownValues }: LoadWork,
): AsyncIterable<LoadedRecord> {
  const file = await source.open();
  try {
    if (format.kind === 'AVRO') yield* readAvro(file, columns, format);
    else if (format.kind === 'CSV') {
      yield* readCsv(await readPlain(file), columns, format, ignoreUnknownValues);
    } else yield* readJsonLines(await readPlain(file), columns, ignoreUnknownValues);
  } finally {
    file.destroy();
  }
}
