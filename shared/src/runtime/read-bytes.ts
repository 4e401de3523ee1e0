import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '../domain/app-error.ts';
import { tooLarge } from '../domain/too-large.ts';

/** The body as it comes, or through gunzip. What is left over stays in the request, whose connection lives on. */
function openBody(request: IncomingMessage): AsyncIterable<Buffer> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  const plain = request.iterator({ destroyOnReturn: false });
  if (encoding === 'identity' || encoding === '') return plain;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw new AppError(
      'unsupported-media-type',
      'The body may be compressed by gzip, and by nothing else.',
    );
  }
  // Errors come out of the iteration. When gunzip has let go, what it did not take can flow off.
  return pipeline(plain, createGunzip(), () => request.resume());
}

async function gather(pieces: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const kept: Buffer[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > most) throw tooLarge(most);
    kept.push(piece);
  }
  return Buffer.concat(kept, size);
}

/**
 * The bytes of a request's body, decompressed; undefined where it has none. Never holds more than
 * `most` bytes, whatever they inflate to. Fails with `too-large` past that, `unsupported-media-type` for a
 * Content-Encoding but gzip, `invalid-request` for broken gzip and for a body that breaks off.
 */
export async function readBytes(
  request: IncomingMessage,
  most: number,
): Promise<Uint8Array | undefined> {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headersDistinct;
  if (length === undefined && coding === undefined) return undefined;
  try {
    if (Number(length?.[0] ?? 0) > most) throw tooLarge(most);
    const bytes = await gather(openBody(request), most);
    return bytes.length === 0 ? undefined : bytes;
  } catch (error) {
    // The rest is passed over, so that the caller comes to read the answer.
    request.resume();
    if (error instanceof AppError) throw error;
    const what = request.complete ? 'is not the gzip that Content-Encoding says' : 'broke off';
    throw new AppError('invalid-request', `The body ${what}.`, { cause: error });
  }
}
