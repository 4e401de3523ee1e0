import { ApiError, invalid, notSupported } from './api-error.ts';
import type { Call } from './call.ts';
import { sendNothing } from './call.ts';
import type { ObjectName } from './live-objects.ts';
import { toFilePath } from './object-path.ts';
import { asWriteCheck, readEtagConditions, readPreconditions } from './preconditions.ts';
import { sendMedia } from './send-media.ts';
import type { SigningAccount } from './signed-url.ts';
import { verifySignedUrl } from './signed-url.ts';
import { stage } from './staging.ts';
import type { StoredObject } from './stored-object.ts';
import { etagOf } from './stored-object.ts';
import { readSumHeaders, requireSums } from './sums-given.ts';
import { cancelUpload, receiveUpload } from './upload-routes.ts';
import {
  readHeaderAttributes,
  readHeaderPreconditions,
  refuseUnknownHeaders,
  requireLength,
  toMetadataHeaders,
} from './xml-headers.ts';

type XmlCall = Omit<Call, 'params'>;

/** Query parameters of a signed URL besides its X-Goog- ones. */
const knownQuery = [
  'generation',
  'upload_id',
  'response-content-disposition',
  'response-content-type',
];

function readTarget(path: string): ObjectName {
  const [, bucket = '', object = ''] = /^\/([^/]+)\/(.+)$/s.exec(path) ?? [];
  if (object === '') throw notSupported('requests for a bucket by the XML API');
  try {
    return { bucket, name: decodeURIComponent(object) };
  } catch {
    throw invalid('The path is not valid percent-encoded UTF-8.');
  }
}

function describeObject(object: StoredObject) {
  const md5 = object.content.md5Hash === undefined ? '' : `,md5=${object.content.md5Hash}`;
  return {
    etag: `"${etagOf(object)}"`,
    'x-goog-generation': object.generation,
    'x-goog-metageneration': String(object.metageneration),
    'x-goog-hash': `crc32c=${object.content.crc32c}${md5}`,
    'x-goog-stored-content-length': String(object.content.size),
  };
}

async function getObject(call: XmlCall, target: ObjectName) {
  const { request, query, services } = call;
  const check = readPreconditions(readHeaderPreconditions(request.headers));
  const etags = readEtagConditions(request.headers);
  const open = await services.store.open(target, query.get('generation') ?? undefined, (object) => {
    check(object);
    etags(object);
  });
  const type = query.get('response-content-type');
  const disposition = query.get('response-content-disposition');
  await sendMedia(call, open, {
    ...toMetadataHeaders(open.object.attributes),
    etag: `"${etagOf(open.object)}"`,
    ...(type === null ? {} : { 'content-type': type }),
    ...(disposition === null ? {} : { 'content-disposition': disposition }),
  });
}

async function putObject(call: XmlCall, target: ObjectName) {
  const { request, services } = call;
  const { headers } = request;
  services.store.requireBucket(target.bucket);
  toFilePath(target.name);
  const attributes = readHeaderAttributes(headers);
  const check = asWriteCheck(readPreconditions(readHeaderPreconditions(headers)));
  const sums = readSumHeaders(headers);
  const announced = headers['content-length'];
  if (announced !== undefined) requireLength(headers, Number(announced));
  const staged = await stage(request, services.newTemporaryPath(), (content) => {
    requireLength(headers, content.size);
    requireSums(content, sums);
  });
  const object = await services.store.commit(target, staged, attributes, check);
  sendNothing(call, 200, describeObject(object));
}

async function startUpload(call: XmlCall, target: ObjectName) {
  const { request, services, origin } = call;
  const { headers } = request;
  if (headers['x-goog-resumable'] !== 'start')
    throw notSupported('POST other than x-goog-resumable: start');
  if (headers['x-goog-content-length-range'] !== undefined) {
    throw notSupported('x-goog-content-length-range for a resumable upload');
  }
  services.store.requireBucket(target.bucket);
  toFilePath(target.name);
  const id = await services.uploads.start({
    ...target,
    attributes: readHeaderAttributes(headers),
    sums: readSumHeaders(headers),
    preconditions: String(readHeaderPreconditions(headers)),
  });
  const path = (request.url ?? '').split('?')[0];
  sendNothing(call, 201, { location: `${origin}${path}?upload_id=${id}` });
}

async function deleteObject(call: XmlCall, target: ObjectName) {
  const check = asWriteCheck(readPreconditions(readHeaderPreconditions(call.request.headers)));
  const generation = call.query.get('generation') ?? undefined;
  await call.services.store.remove(target, generation, check);
  sendNothing(call, 204);
}

/** An upload session's address is its own permission. */
async function serveSession(call: XmlCall) {
  if (call.request.method === 'PUT') {
    const object = await receiveUpload(call);
    if (object !== undefined) sendNothing(call, 200, describeObject(object));
  } else if (call.request.method === 'DELETE') {
    await cancelUpload(call);
  } else {
    throw notSupported(`${call.request.method} of an upload session`);
  }
}

const methods: Readonly<Record<string, (call: XmlCall, target: ObjectName) => Promise<void>>> = {
  GET: getObject,
  HEAD: getObject,
  PUT: putObject,
  POST: startUpload,
  DELETE: deleteObject,
};

function refuseUnsigned({ query, request }: XmlCall) {
  if (query.has('X-Goog-Signature')) return;
  if (query.has('GoogleAccessId')) throw notSupported('URLs signed by version 2');
  if (request.headers.authorization !== undefined)
    throw notSupported('the XML API without a signed URL');
  throw new ApiError(403, 'AccessDenied', 'Anonymous callers do not have access to the object.');
}

/** Serves `/bucket/object` to V4 signed URLs, the one part of the XML API that there is. */
export async function serveXml(call: XmlCall, path: string, account: SigningAccount | undefined) {
  const { request, query } = call;
  const method = request.method ?? '';
  const target = readTarget(path);
  if (query.has('upload_id')) return serveSession(call);
  refuseUnsigned(call);
  if (account === undefined) throw notSupported('signed URLs without a service account');
  verifySignedUrl({ method, path, query, headers: request.headers }, account, Date.now());
  for (const name of query.keys()) {
    if (!name.startsWith('X-Goog-') && !knownQuery.includes(name))
      throw notSupported(`the parameter ${name}`);
  }
  refuseUnknownHeaders(request.headers);
  const serve = methods[method];
  if (serve === undefined) throw notSupported(`${method} by the XML API`);
  await serve(call, target);
}
