import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readUploadRange } from '../../storage/content-range.ts';
import { readMultipart } from '../../storage/multipart-body.ts';
import { readBody } from '../../storage/request-body.ts';
import { invalid } from '../api-error.ts';
import type { Source } from '../load/open-sources.ts';
import { type Call, parseJson, readJson } from './call.ts';
import { startJobOf } from './insert-job.ts';

/** A file that came with a request; it is gone once it was read. */
function uploadedFile(path: string): Source {
  return { name: 'the uploaded file', open: async () => createReadStream(path) };
}

const newPath = (call: Call) => join(call.services.workFolder, `${randomUUID()}.upload`);

async function uploadMultipart(call: Call): Promise<void> {
  const contentType = call.request.headers['content-type'] ?? '';
  const { json, media } = await readMultipart(contentType, readBody(call.request));
  const path = newPath(call);
  await pipeline(media, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  await startJobOf(call, parseJson(json), [uploadedFile(path)]);
}

/** POST /upload/…/jobs: the two ways in which a load of the client's own file starts. */
export async function startUpload(call: Call): Promise<void> {
  const type = call.query.get('uploadType');
  if (type === 'multipart') return uploadMultipart(call);
  if (type !== 'resumable') throw invalid('uploadType is multipart or resumable.');
  const id = call.services.uploads.start(await readJson(call), newPath(call));
  const location = new URL(call.request.url ?? '', call.origin);
  location.search = String(new URLSearchParams({ uploadType: 'resumable', upload_id: id }));
  call.response
    .writeHead(200, { location: location.href, 'x-guploader-uploadid': id, 'content-length': 0 })
    .end();
}

/** PUT /upload/…/jobs?upload_id=…: bytes of a resumable upload, or the question how many there are. */
export async function continueUpload(call: Call): Promise<void> {
  const id = call.query.get('upload_id') ?? '';
  const range = readUploadRange(call.request.headers['content-range']);
  const session = await call.services.uploads.receive(id, range, readBody(call.request));
  if (session.isWhole) {
    return startJobOf(call, session.resource, [uploadedFile(session.path)]);
  }
  const received = session.received === 0 ? {} : { range: `bytes=0-${session.received - 1}` };
  call.response.writeHead(308, { ...received, 'content-length': 0 }).end();
}
