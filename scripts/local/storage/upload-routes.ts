import { cancelled, invalid, notSupported } from './api-error.ts';
import type { Call } from './call.ts';
import { parseJson, readJson, sendJson, sendNothing } from './call.ts';
import { readUploadRange } from './content-range.ts';
import type { ObjectName } from './live-objects.ts';
import { readMultipart } from './multipart-body.ts';
import type { SentResource } from './object-attributes.ts';
import { mergeAttributes, parseResource } from './object-attributes.ts';
import { toFilePath } from './object-path.ts';
import { asWriteCheck, preconditionNames, readConditions } from './preconditions.ts';
import { readBody } from './request-body.ts';
import { stage } from './staging.ts';
import { toResource } from './stored-object.ts';
import { readSumHeaders, requireSums } from './sums-given.ts';

/** The object to be written: named in the query, or in the resource that came along. */
function targetOf({ params, query }: Call, resource: SentResource): ObjectName {
  const bucket = params.bucket as string;
  const name = query.get('name') ?? resource.name;
  if (name === undefined) {
    throw invalid('An upload needs the name of the object: the parameter name.');
  }
  if ((resource.name ?? name) !== name || (resource.bucket ?? bucket) !== bucket) {
    throw invalid('The resource names another bucket or object than the request.');
  }
  return { bucket, name };
}

/** Refuses at once what would be refused after the bytes have arrived. */
function prepare(call: Call, target: ObjectName) {
  const { store } = call.services;
  store.requireBucket(target.bucket);
  toFilePath(target.name);
  const check = asWriteCheck(readConditions(call.query, call.request.headers));
  check(store.index.object(target.bucket, target.name));
  return check;
}

/** Fills in what a request may say outside of the resource. */
function completeResource(call: Call, resource: SentResource, contentType: string | undefined) {
  const contentEncoding = call.query.get('contentEncoding') ?? undefined;
  return mergeAttributes(
    {},
    {
      ...(contentType === undefined ? {} : { contentType }),
      ...resource,
      ...(contentEncoding === undefined ? {} : { contentEncoding }),
    },
  );
}

async function insert(
  call: Call,
  resource: SentResource,
  contentType: string | undefined,
  media: AsyncIterable<Uint8Array>,
) {
  const { store, newTemporaryPath } = call.services;
  const target = targetOf(call, resource);
  const check = prepare(call, target);
  const attributes = completeResource(call, resource, contentType);
  const sums = readSumHeaders(call.request.headers);
  const staged = await stage(media, newTemporaryPath(), (content) =>
    requireSums(content, sums, resource),
  );
  const object = await store.commit(target, staged, attributes, check);
  sendJson(call, toResource(object, call.origin));
}

async function insertMultipart(call: Call) {
  const body = await readMultipart(
    call.request.headers['content-type'] ?? '',
    readBody(call.request),
  );
  await insert(call, parseResource(parseJson(body.json)), body.mediaType, body.media);
}

async function startResumable(call: Call) {
  const { headers, url = '' } = call.request;
  const resource = parseResource(await readJson(call.request));
  const target = targetOf(call, resource);
  prepare(call, target);
  const announced = headers['x-upload-content-length'];
  if (announced !== undefined && !/^\d{1,15}$/.test(String(announced))) {
    throw invalid('X-Upload-Content-Length is a whole number.');
  }
  const contentType = headers['x-upload-content-type'];
  const id = await call.services.uploads.start({
    ...target,
    attributes: completeResource(call, resource, contentType?.toString()),
    sums: { crc32c: resource.crc32c, md5Hash: resource.md5Hash },
    preconditions: onlyPreconditions(call.query).toString(),
    ...(announced === undefined ? {} : { total: Number(announced) }),
  });
  const location = new URL(url, call.origin);
  location.search = String(new URLSearchParams({ uploadType: 'resumable', upload_id: id }));
  sendNothing(call, 200, { location: location.href, 'x-guploader-uploadid': id });
}

const onlyPreconditions = (query: URLSearchParams) =>
  new URLSearchParams([...query].filter(([name]) => preconditionNames().includes(name)));

/** POST /upload/.../o: the three ways in which an upload starts. */
export async function startUpload(call: Call): Promise<void> {
  if (call.request.headers['content-encoding'] !== undefined) {
    throw notSupported('Content-Encoding of an upload request (compression in flight)');
  }
  switch (call.query.get('uploadType')) {
    case 'media':
      return insert(call, {}, call.request.headers['content-type'], readBody(call.request));
    case 'multipart':
      return insertMultipart(call);
    case 'resumable':
      return startResumable(call);
    default:
      throw invalid('uploadType is media, multipart or resumable.');
  }
}

/** Passes a PUT on to its upload session, and tells the client how far that is. */
export async function receiveUpload(call: Omit<Call, 'params'>) {
  const { headers } = call.request;
  const state = await call.services.uploads.receive(uploadIdOf(call), {
    range: readUploadRange(headers['content-range']),
    body: call.request,
    sums: readSumHeaders(headers),
  });
  if (state.object !== undefined) return state.object;
  const range = state.received === 0 ? {} : { range: `bytes=0-${state.received - 1}` };
  sendNothing(call, 308, range);
  return undefined;
}

/** PUT /upload/.../o?upload_id=... */
export async function continueUpload(call: Call): Promise<void> {
  const object = await receiveUpload(call);
  if (object !== undefined) sendJson(call, toResource(object, call.origin));
}

/** DELETE of an upload session, in either API. */
export async function cancelUpload(call: Omit<Call, 'params'>): Promise<void> {
  await call.services.uploads.cancel(uploadIdOf(call));
  throw cancelled();
}

function uploadIdOf({ query }: Pick<Call, 'query'>): string {
  const id = query.get('upload_id');
  if (id === null) throw invalid('The parameter upload_id is missing.');
  return id;
}
