import { AppError } from '@cutover/shared/domain/app-error.ts';
import type { Form } from '@cutover/shared/domain/ingest/form.ts';
import { readJson } from '@cutover/shared/runtime/json/read-json.ts';
import { type Call, type Upload, uploadRoute } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { answerLoad } from './answer-load.ts';
import { findSource } from './bucket-source.ts';
import { type CsvOrder, jsonFields, readCsvOrder } from './csv-order.ts';
import { ingestCsvDocumentation } from './documentation/ingest-csv.ts';
import { findTable } from './find-table.ts';
import { type FileToLoad, loadFile } from './load-file.ts';
import { toMetadata } from './load-options.ts';
import { markCall } from './mark-call.ts';
import type { Ports } from './ports.ts';
import { fileOf, noFile, uploadedFile } from './uploaded-file.ts';

type FormCall = Call<object, Upload>;

const noFiles = new Map();

async function readFields({ readForm }: Ports, { headers, body }: FormCall): Promise<Form> {
  const { type, bytes } = body;
  if (type === 'multipart/form-data') return readForm(headers['content-type'] ?? '', bytes);
  if (type === 'application/json') return { fields: jsonFields(readJson(bytes)), files: noFiles };
  const text = new TextDecoder().decode(bytes);
  return { fields: new Map(new URLSearchParams(text)), files: noFiles };
}

/** The options of the load: without skip_invalid_rows all rows of the file are added or none. */
function metadataOf({ table, source_path, skip_invalid_rows, entity_id, ...options }: CsvOrder) {
  const mode = skip_invalid_rows ? 'partial' : 'atomic';
  return toMetadata({ ...options, mode, entity: entity_id });
}

async function chooseFile(
  ports: Ports,
  call: FormCall,
  { form, order }: { form: Form; order: CsvOrder },
): Promise<FileToLoad> {
  const file = fileOf(form);
  const { source_path } = order;
  const table = await findTable(ports, order.table);
  const metadata = metadataOf(order);
  const about = JSON.stringify([...form.fields].sort());
  if (source_path !== undefined && file !== null) {
    throw new AppError('invalid-request', 'Give file or source_path, not both.');
  }
  if (source_path !== undefined) {
    const object = await findSource(ports, source_path);
    const source = { ...object, metadata: { ...metadata, table }, requestedBy: call.caller };
    return { source, drops: ports.readObjects, mark: markCall(ports, call, [about]) };
  }
  if (file === null) throw noFile();
  const upload = uploadedFile(ports, file, { table, metadata, caller: call.caller });
  return { ...upload, mark: markCall(ports, call, [about, file.bytes]) };
}

/** Loads a CSV file that a form brings, or names in a bucket. */
export const ingestCsvRoute = uploadRoute({
  method: 'POST',
  paths: ['/ingest/csv', '/api/v1/ingest/csv'],
  access: 'operator',
  summary: 'Loads a CSV file that a form brings or names in a bucket',
  query: z.strictObject({}),
  takes: ['multipart/form-data', 'application/x-www-form-urlencoded', 'application/json'],
  documentation: ingestCsvDocumentation,
  run: async (ports: Ports, call) => {
    const form = await readFields(ports, call);
    const order = readCsvOrder(form.fields);
    const file = await chooseFile(ports, call, { form, order });
    return answerLoad(await loadFile(ports, file, call.log), call.requestId);
  },
});
