import { AppError } from '@cutover/shared/domain/app-error.ts';
import type { FormFile } from '@cutover/shared/domain/ingest/form.ts';
import { type Call, type Upload, uploadRoute } from '@cutover/shared/runtime/route.ts';
import { answerLoad } from './answer-load.ts';
import { uploadDocumentation } from './documentation/loading.ts';
import { findTable } from './find-table.ts';
import { loadFile } from './load-file.ts';
import { loadOptions, toMetadata } from './load-options.ts';
import { markCall } from './mark-call.ts';
import type { Ports } from './ports.ts';
import { fileOf, noFile, uploadedFile } from './uploaded-file.ts';

async function readFile(
  { readForm }: Ports,
  { headers, body }: Pick<Call<unknown, Upload>, 'headers' | 'body'>,
): Promise<FormFile> {
  if (body.type !== 'multipart/form-data') return { name: '', bytes: body.bytes };
  const form = await readForm(headers['content-type'] ?? '', body.bytes);
  const [field] = form.fields.keys();
  if (field !== undefined) {
    const message = `There is no field ${field}; options of the load are parameters of the URL.`;
    throw new AppError('invalid-request', message, { details: [{ at: field, message }] });
  }
  const file = fileOf(form);
  if (file === null) throw noFile();
  return file;
}

/** Loads the CSV file that is the body, or the one file of a form. */
export const uploadFileRoute = uploadRoute({
  method: 'POST',
  paths: ['/{table}/upload', '/api/v1/{table}/upload'],
  access: 'operator',
  summary: 'Loads a CSV file, which is the body or the file of a form',
  query: loadOptions,
  takes: ['text/csv', 'application/gzip', 'multipart/form-data'],
  documentation: uploadDocumentation,
  run: async (ports: Ports, call) => {
    const { parameters, caller, log, requestId } = call;
    const { entity_id: entity, ...options } = call.query;
    const file = await readFile(ports, call);
    const table = await findTable(ports, parameters.table ?? '');
    const metadata = toMetadata({ ...options, entity });
    const mark = markCall(ports, call, [JSON.stringify(metadata), file.bytes]);
    const upload = uploadedFile(ports, file, { table, metadata, caller });
    return answerLoad(await loadFile(ports, { ...upload, mark }, log), requestId);
  },
});
