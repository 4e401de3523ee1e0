import * as z from 'zod';
import { invalid, notSupported, required } from '../api-error.ts';
import { schemaResource, toColumns } from '../catalogue/schema.ts';
import type { RunningJob } from '../jobs/job.ts';
import {
  type DecimalType,
  decimalTypes,
  type LoadFormat,
  type LoadWork,
} from '../load/load-work.ts';
import type { Source } from '../load/open-sources.ts';
import { runLoad } from '../load/run-load.ts';
import type { Services } from '../services.ts';
import { passedOver } from './passed-over.ts';
import { destinationSettings, readDestination } from './query-settings.ts';
import { readResource } from './read-resource.ts';

/** Clients send numbers of the API's int64 as text or as numbers. */
const count = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
]);

const configurationSchema = z.strictObject({
  ...destinationSettings,
  sourceUris: z.array(z.string()).default([]),
  schema: schemaResource.optional(),
  sourceFormat: z.string().default('CSV'),
  autodetect: z.boolean().default(false),
  maxBadRecords: count.default(0),
  ignoreUnknownValues: z.boolean().default(false),
  skipLeadingRows: count.default(0),
  fieldDelimiter: z.string().default(','),
  quote: z.string().default('"'),
  nullMarker: z.string().default(''),
  encoding: z.enum(['UTF-8', 'ISO-8859-1']).default('UTF-8'),
  allowJaggedRows: z.boolean().default(false),
  // Line ends in quotes are read whether they are announced or not.
  allowQuotedNewlines: passedOver,
  useAvroLogicalTypes: z.boolean().default(false),
  decimalTargetTypes: z.array(z.enum(decimalTypes)).default(['NUMERIC']),
  preserveAsciiControlCharacters: z.literal(false).optional(),
  createSession: z.literal(false).optional(),
  // The client library puts it here; the job's reference is its place.
  location: passedOver,
});

type LoadConfiguration = z.infer<typeof configurationSchema>;

/** A single character, which may be written as \t or by its name. */
function readDelimiter(text: string): string {
  const character = text === '\\t' || text.toLowerCase() === 'tab' ? '\t' : text;
  if ([...character].length !== 1) throw invalid(`Invalid field delimiter: ${text}`);
  return character;
}

function readDecimalTypes(types: readonly DecimalType[]): readonly DecimalType[] {
  const isRepeated = new Set(types).size < types.length;
  if (isRepeated) throw invalid('decimalTargetTypes contains duplicate types');
  return types.length === 0 ? ['NUMERIC'] : types;
}

function readFormat(settings: LoadConfiguration): LoadFormat {
  switch (settings.sourceFormat) {
    case 'CSV':
      return {
        kind: 'CSV',
        delimiter: readDelimiter(settings.fieldDelimiter),
        quote: settings.quote === '' ? null : settings.quote,
        skipLines: settings.skipLeadingRows,
        nullMarker: settings.nullMarker,
        allowJaggedRows: settings.allowJaggedRows,
        encoding: settings.encoding === 'UTF-8' ? 'utf8' : 'latin1',
      };
    case 'NEWLINE_DELIMITED_JSON':
      return { kind: 'NEWLINE_DELIMITED_JSON' };
    case 'AVRO':
      return {
        kind: 'AVRO',
        useLogicalTypes: settings.useAvroLogicalTypes,
        decimalTypes: readDecimalTypes(settings.decimalTargetTypes),
      };
    default:
      throw notSupported(`loads of ${settings.sourceFormat}`);
  }
}

function readLoadWork(settings: LoadConfiguration, project: string): LoadWork {
  const destination = readDestination(settings, project, 'WRITE_APPEND');
  if (destination === null) throw required('destinationTable');
  const fields = settings.schema?.fields ?? [];
  toColumns(fields);
  return {
    destination,
    sources: settings.sourceUris,
    format: readFormat(settings),
    fields: fields.length === 0 ? null : fields,
    autodetect: settings.autodetect,
    maxBadRecords: settings.maxBadRecords,
    ignoreUnknownValues: settings.ignoreUnknownValues,
  };
}

/** Reads `configuration.load` of a job; the bytes come from `uploaded`, where they came with the request. */
export function prepareLoad(
  services: Services,
  project: string,
  part: unknown,
  uploaded: readonly Source[],
) {
  const work = readLoadWork(readResource(configurationSchema, part), project);
  if (work.sources.length + uploaded.length === 0) throw required('sourceUris');
  return (job: RunningJob) => runLoad(services, work, job, uploaded);
}
