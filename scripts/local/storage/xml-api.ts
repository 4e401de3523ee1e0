import { ApiError, invalid, notSupported } from './api-error.ts';
import type { XmlCall } from './call.ts';
import { sendNothing } from './call.ts';
import type { ObjectName } from './live-objects.ts';
import { toIdentityHeaders } from './object-headers.ts';
import type { SigningAccount } from './signed-url.ts';
import { verifySignedUrl } from './signed-url.ts';
import { cancelUpload, receiveUpload } from './upload-routes.ts';
import { refuseUnknownHeaders } from './xml-headers.ts';
import { xmlRoutes } from './xml-routes.ts';

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

/** An upload session's address is its own permission. */
async function serveSession(call: XmlCall) {
  if (call.request.method === 'PUT') {
    const object = await receiveUpload(call);
    if (object !== undefined) sendNothing(call, 200, toIdentityHeaders(object));
  } else if (call.request.method === 'DELETE') {
    await cancelUpload(call);
  } else {
    throw notSupported(`${call.request.method} of an upload session`);
  }
}

function refuseUnsigned({ query, request }: XmlCall) {
  if (query.has('X-Goog-Signature')) return;
  if (query.has('GoogleAccessId')) throw notSupported('URLs signed by version 2');
  if (request.headers.authorization !== undefined) {
    throw notSupported('the XML API without a signed URL');
  }
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
    if (!name.startsWith('X-Goog-') && !knownQuery.includes(name)) {
      throw notSupported(`the parameter ${name}`);
    }
  }
  refuseUnknownHeaders(request.headers);
  const serve = xmlRoutes[method];
  if (serve === undefined) throw notSupported(`${method} by the XML API`);
  await serve(call, target);
}
