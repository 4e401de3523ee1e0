import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { readByteRange } from './byte-range.ts';
import type { Call } from './call.ts';
import { holds } from './object-files.ts';
import { toMediaHeaders } from './object-headers.ts';
import { readBlocks } from './staging.ts';
import type { StoredObject } from './stored-object.ts';

type AnyCall = Pick<Call, 'request' | 'response'>;

export interface OpenObject {
  readonly object: StoredObject;
  readonly file: FileHandle;
}

const changedMeanwhile = ({ bucket, name }: StoredObject) =>
  new Error(`${bucket}/${name} was changed in its folder while it was read.`);

/**
 * The bytes of one generation. Each block is handed on only if the file was unchanged after it had
 * been read, so that what a hand writes meanwhile never arrives under the old generation.
 */
export async function* readUnchanged({ object, file }: OpenObject, from: number, to: number) {
  let position = from;
  for await (const block of readBlocks(file, from, to)) {
    if (!holds(object.content, await file.stat({ bigint: true }))) throw changedMeanwhile(object);
    position += block.length;
    yield block;
  }
  if (position < to) throw changedMeanwhile(object);
}

const acceptsGzip = ({ request }: AnyCall) =>
  /(^|[\s,])(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*(,|$))|,|$)/i.test(
    String(request.headers['accept-encoding'] ?? ''),
  );

const isTranscoded = (call: AnyCall, { attributes }: StoredObject) =>
  attributes.contentEncoding === 'gzip' &&
  !acceptsGzip(call) &&
  !/no-transform/i.test(attributes.cacheControl ?? '');

/** Answers with an object's bytes, or with its headers alone to HEAD, and closes the file. */
export async function sendMedia(
  call: AnyCall,
  open: OpenObject,
  extra: object = {},
): Promise<void> {
  const { object, file } = open;
  try {
    const headers = { ...toMediaHeaders(object), ...extra };
    if (isTranscoded(call, object)) return await sendGunzipped(call, open, headers);
    const { size } = object.content;
    const range = readByteRange(call.request.headers.range, size);
    const { from, to } = range ?? { from: 0, to: size };
    const encoding = object.attributes.contentEncoding;
    call.response.writeHead(range === undefined ? 200 : 206, {
      ...headers,
      ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
      ...(range === undefined ? {} : { 'content-range': `bytes ${from}-${to - 1}/${size}` }),
      'content-length': to - from,
    });
    if (call.request.method === 'HEAD') return void call.response.end();
    await pipeline(Readable.from(readUnchanged(open, from, to)), call.response);
  } finally {
    await file.close();
  }
}

/** Decompressive transcoding: the client takes no gzip, so it gets the whole content unpacked. */
async function sendGunzipped(call: AnyCall, open: OpenObject, headers: object) {
  call.response.writeHead(200, {
    ...headers,
    vary: 'Accept-Encoding',
    warning: '214 UploadServer gunzipped',
  });
  if (call.request.method === 'HEAD') return void call.response.end();
  const { size } = open.object.content;
  await pipeline(Readable.from(readUnchanged(open, 0, size)), createGunzip(), call.response);
}
