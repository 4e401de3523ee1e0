import { notSupported } from './api-error.ts';
import type { XmlCall } from './call.ts';
import { sendNothing } from './call.ts';
import type { ObjectName } from './live-objects.ts';
import { toHeader, toIdentityHeaders } from './object-headers.ts';
import { toFilePath } from './object-path.ts';
import { asWriteCheck, readConditions } from './preconditions.ts';
import { readBody } from './request-body.ts';
import { sendMedia } from './send-media.ts';
import { stage } from './staging.ts';
import { readSumHeaders, requireSums } from './sums-given.ts';
import {
  readHeaderAttributes,
  readHeaderPreconditions,
  requireLength,
  toMetadataHeaders,
} from './xml-headers.ts';

const checkOf = ({ headers }: XmlCall['request']) =>
  readConditions(readHeaderPreconditions(headers), headers);

async function getObject(call: XmlCall, target: ObjectName) {
  const { request, query, services } = call;
  const generation = query.get('generation') ?? undefined;
  const open = await services.store.open(target, generation, checkOf(request));
  const type = query.get('response-content-type');
  const disposition = query.get('response-content-disposition');
  await sendMedia(call, open, {
    ...toMetadataHeaders(open.object.attributes),
    ...(type === null ? {} : { 'content-type': toHeader(type) }),
    ...(disposition === null ? {} : { 'content-disposition': toHeader(disposition) }),
  });
}

async function putObject(call: XmlCall, target: ObjectName) {
  const { request, services } = call;
  const { headers } = request;
  services.store.requireBucket(target.bucket);
  toFilePath(target.name);
  const attributes = readHeaderAttributes(headers);
  const check = asWriteCheck(checkOf(request));
  const sums = readSumHeaders(headers);
  const announced = headers['content-length'];
  if (announced !== undefined) requireLength(headers, Number(announced));
  const staged = await stage(readBody(request), services.newTemporaryPath(), (content) => {
    requireLength(headers, content.size);
    requireSums(content, sums);
  });
  const object = await services.store.commit(target, staged, attributes, check);
  sendNothing(call, 200, toIdentityHeaders(object));
}

async function startUpload(call: XmlCall, target: ObjectName) {
  const { request, services, origin } = call;
  const { headers } = request;
  if (headers['x-goog-resumable'] !== 'start') {
    throw notSupported('POST other than x-goog-resumable: start');
  }
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
  const check = asWriteCheck(checkOf(call.request));
  const generation = call.query.get('generation') ?? undefined;
  await call.services.store.remove(target, generation, check);
  sendNothing(call, 204);
}

/** What a signed URL may do with an object, by method. */
export const xmlRoutes: Readonly<
  Record<string, (call: XmlCall, target: ObjectName) => Promise<void>>
> = {
  GET: getObject,
  HEAD: getObject,
  PUT: putObject,
  POST: startUpload,
  DELETE: deleteObject,
};
