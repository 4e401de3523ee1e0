import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, notSupported } from './api-error.ts';
import { mergeAttributes, parseResource } from './object-attributes.ts';
import { fromHeader, toHeader } from './object-headers.ts';
import type { Attributes } from './stored-object.ts';

const textOf = (value: string | undefined) => (value === undefined ? null : fromHeader(value));

const metadataPrefix = 'x-goog-meta-';

/** The x-goog- headers that are understood; others ask for what can't be done here. */
const known = [
  'x-goog-api-client',
  'x-goog-content-length-range',
  'x-goog-content-sha256',
  'x-goog-custom-time',
  'x-goog-hash',
  'x-goog-if-generation-match',
  'x-goog-if-metageneration-match',
  'x-goog-resumable',
  'x-goog-storage-class',
  'x-goog-user-project',
];

export function refuseUnknownHeaders(headers: IncomingHttpHeaders) {
  for (const name of Object.keys(headers)) {
    const isKnown = known.includes(name) || name.startsWith(metadataPrefix);
    if (name.startsWith('x-goog-') && !isKnown) throw notSupported(`the header ${name}`);
  }
}

/** What the headers of an upload say of the object. */
export function readHeaderAttributes(headers: IncomingHttpHeaders): Attributes {
  const metadata = Object.entries(headers)
    .filter(([name]) => name.startsWith(metadataPrefix))
    .map(([name, value]) => [name.slice(metadataPrefix.length), fromHeader(String(value))]);
  const resource = parseResource({
    contentType: textOf(headers['content-type']),
    contentEncoding: headers['content-encoding'] ?? null,
    contentDisposition: textOf(headers['content-disposition']),
    contentLanguage: headers['content-language'] ?? null,
    cacheControl: headers['cache-control'] ?? null,
    customTime: headers['x-goog-custom-time'] ?? null,
    storageClass: headers['x-goog-storage-class'] ?? null,
    metadata: Object.fromEntries(metadata),
  });
  return mergeAttributes({}, resource);
}

/** Custom metadata as the headers of an answer. */
export const toMetadataHeaders = ({ metadata = {} }: Attributes) =>
  Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [
      metadataPrefix + name,
      toHeader(value.replaceAll(/\p{Cc}/gu, ' ')),
    ]),
  );

/** The preconditions in the names of the JSON API's parameters. */
export function readHeaderPreconditions(headers: IncomingHttpHeaders): URLSearchParams {
  const query = new URLSearchParams();
  const generation = headers['x-goog-if-generation-match'];
  const metageneration = headers['x-goog-if-metageneration-match'];
  if (generation !== undefined) query.set('ifGenerationMatch', String(generation));
  if (metageneration !== undefined) query.set('ifMetagenerationMatch', String(metageneration));
  return query;
}

/** Throws when a body's size is outside of `x-goog-content-length-range: least,most`. */
export function requireLength(headers: IncomingHttpHeaders, size: number) {
  const range = headers['x-goog-content-length-range'];
  if (range === undefined) return;
  const [match, least, most] = /^(\d{1,15}),(\d{1,15})$/.exec(String(range)) ?? [];
  if (match === undefined) {
    throw new ApiError(400, 'InvalidArgument', 'x-goog-content-length-range is malformed.');
  }
  if (size > Number(most)) throw tooFar('EntityTooLarge', `${size} bytes are more than ${most}.`);
  if (size < Number(least)) throw tooFar('EntityTooSmall', `${size} bytes are less than ${least}.`);
}

const tooFar = (code: string, message: string) =>
  new ApiError(400, code, `Your upload is outside of the signed size: ${message}`);
