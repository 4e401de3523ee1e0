import type { ServerResponse } from 'node:http';
import { promises as streams } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';
import type { Answer } from './answer.ts';
import type { IncomingCall } from './route.ts';
import { shapeAnswer } from './shape-answer.ts';

type Pieces = AsyncIterable<string | Uint8Array>;

const compress = promisify(gzip);

function wholeBytes(body: Answer['body']): Buffer | undefined {
  if (typeof body === 'string') return Buffer.from(body);
  if (!(body instanceof Uint8Array)) return undefined;
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

/** Sends pieces as they are taken; false when the caller has left meanwhile. Fails as the pieces fail, the connection being broken off. */
async function sendPieces(
  response: ServerResponse,
  pieces: Pieces,
  isCompressed: boolean,
): Promise<boolean> {
  let failure: { readonly error: unknown } | undefined;
  const iterator = pieces[Symbol.asyncIterator]();
  async function* watched() {
    try {
      yield* { [Symbol.asyncIterator]: () => iterator };
    } catch (error) {
      failure = { error };
      throw error;
    }
  }
  try {
    if (isCompressed) await streams.pipeline(watched, createGzip(), response);
    else await streams.pipeline(watched, response);
    return true;
  } catch {
    if (failure !== undefined) throw failure.error;
    return false;
  } finally {
    // Where the caller had left before the first piece, nobody has begun to take them.
    await iterator.return?.();
  }
}

/**
 * Sends an answer, shaped for the one who asked; false when the caller left before its end. What
 * produces a body is stopped when nobody takes it.
 */
export async function sendAnswer(
  response: ServerResponse,
  call: IncomingCall,
  answer: Answer,
): Promise<boolean> {
  const bytes = wholeBytes(answer.body);
  const { status, headers, isCompressed, hasBody } = shapeAnswer(call, answer, bytes);
  if (bytes === undefined) {
    const pieces = answer.body as Pieces;
    response.writeHead(status, headers);
    if (hasBody) return sendPieces(response, pieces, isCompressed);
    await pieces[Symbol.asyncIterator]().return?.();
    response.end();
    return true;
  }
  const isBare = status === 204 || status === 304;
  const sent = isCompressed && !isBare ? await compress(bytes) : bytes;
  response.writeHead(status, { ...headers, ...(isBare ? {} : { 'content-length': sent.length }) });
  response.end(hasBody ? sent : undefined);
  return true;
}
