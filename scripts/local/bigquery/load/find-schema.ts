import { invalid } from '../api-error.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FieldResource } from '../catalogue/schema.ts';
import { readAvroFields } from './avro/read-avro.ts';
import { detectCsv } from './detect-csv.ts';
import { detectJson } from './detect-json.ts';
import type { LoadWork } from './load-work.ts';
import type { Source } from './open-sources.ts';
import { readPlain } from './read-plain.ts';

/** The columns of the files, and the work as it is with them. */
export interface FoundSchema {
  readonly fields: readonly FieldResource[];
  readonly work: LoadWork;
}

async function detect(source: Source, work: LoadWork): Promise<FoundSchema> {
  const file = await source.open();
  try {
    const { format } = work;
    if (format.kind === 'AVRO') {
      return { fields: await readAvroFields(file, format), work };
    }
    if (format.kind === 'NEWLINE_DELIMITED_JSON') {
      return { fields: await detectJson(await readPlain(file)), work };
    }
    const { fields, skipLines } = await detectCsv(await readPlain(file), format);
    return { fields, work: { ...work, format: { ...format, skipLines } } };
  } finally {
    file.destroy();
  }
}

/** The schema of what is loaded: the one that was given, what the files tell, or the table's own. */
export async function findSchema(
  catalogue: Catalogue,
  sources: readonly Source[],
  work: LoadWork,
): Promise<FoundSchema> {
  const table = catalogue.find(work.destination.name);
  const [first] = sources;
  if (work.format.kind !== 'AVRO' && work.fields !== null) return { fields: work.fields, work };
  const isTold = work.format.kind === 'AVRO' || work.autodetect;
  if (isTold && first !== undefined) return detect(first, work);
  if (table !== undefined) return { fields: table.fields, work };
  throw invalid('No schema specified on job or table.');
}
