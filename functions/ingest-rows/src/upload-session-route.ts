import { requireTable } from '@cutover/shared/domain/ingest/object-name.ts';
import { readTableNames } from '@cutover/shared/domain/ingest/table-names.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { uploadSessionDocumentation } from './documentation/upload-session.ts';
import { toMetadata } from './load-options.ts';
import type { Ports } from './ports.ts';
import { type UploadBody, uploadBodySchema } from './upload-body.ts';

const packed = { extension: '.csv.gz', contentType: 'application/gzip' };
const plain = { extension: '.csv', contentType: 'text/csv' };

const formOf = (fileName: string) => (/\.gz$/i.test(fileName) ? packed : plain);

/** What people know their file by, of the characters that make no trouble in a name. */
function readableName(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? '';
  const stem = last.replace(/(\.csv)?(\.gz)?$/i, '');
  return stem
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-|-$/g, '');
}

/** `<table>/<moment>-<readable name>-<something unique>.csv`: no other object has it. */
function nameObject({ now, newIdentity }: Ports, table: string, fileName: string): string {
  const moment = now()
    .toISOString()
    .replace(/[-:]|\.\d+/g, '');
  const parts = [moment, readableName(fileName), newIdentity()].filter((part) => part !== '');
  return `${table}/${parts.join('-')}${formOf(fileName).extension}`;
}

/** A ratio is never written with an exponent. */
const ratioDigits = 15;

/** The options of the load as the object's metadata, which goes before its name. */
function describeMetadata(table: string, body: UploadBody): Record<string, string> {
  const { file_name, size_bytes, origin, entity_id: entity, ...options } = body;
  const max_reject_ratio = body.max_reject_ratio?.toFixed(ratioDigits);
  return toMetadata({ ...options, max_reject_ratio, table, entity });
}

const followUp =
  'Send the file to upload_url by PUT, whole or in parts of whole 256 KiB (Content-Range), without a token. It is loaded when all of it is there; loads shows how far that is.';

/** Begins an upload into the drop bucket, of what is too large for a request. */
export const uploadSessionRoute = route({
  method: 'POST',
  paths: ['/ingest/uploads'],
  access: 'operator',
  summary: 'Begins a resumable upload of a file, which is loaded when it is there',
  query: z.strictObject({}),
  body: uploadBodySchema,
  documentation: uploadSessionDocumentation,
  run: async (ports: Ports, { body, log }) => {
    const { file_name = '', size_bytes: sizeBytes, origin } = body;
    const table = requireTable(body.table, await readTableNames(ports));
    const name = nameObject(ports, table, file_name);
    const metadata = describeMetadata(table, body);
    const { contentType } = formOf(file_name);
    const upload = { name, contentType, sizeBytes, metadata, origin };
    const { url, expiresAt } = await ports.uploads.start(upload);
    log.info({ object: name, table, bytes: sizeBytes }, 'upload begun');
    const answer = {
      upload_url: url,
      bucket: ports.uploads.bucket,
      object: name,
      expires_at: expiresAt.toISOString(),
      loads: `/loads?object=${encodeURIComponent(name)}`,
      next: followUp,
    };
    return answerJson(answer, { status: 201 });
  },
});
