import type { ServerResponse } from 'node:http';
import { promises as streams } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';
import type { Answer } from './answer.ts';
import type { IncomingCall } from './route.ts';
import { shapeAnswer, type Whole } from './shape-answer.ts';

type Pieces = AsyncIterable<string | Uint8Array>;

const compress = promisify(gzip);

const isWhole = (body: Answer['body']): body is Whole =>
  typeof body === 'string' || body instanceof Uint8Array;

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
  const { body } = answer;
  const whole = isWhole(body) ? body : undefined;
  const { status, headers, isCompressed, hasBody } = shapeAnswer(call, answer, whole);
  if (!isWhole(body)) {
    response.writeHead(status, headers);
    if (hasBody) return sendPieces(response, body, isCompressed);
    await body[Symbol.asyncIterator]().return?.();
    response.end();
    return true;
  }
  const isBare = status === 204 || status === 304;
  const sent = isCompressed && !isBare ? await compress(body) : body;
  const length = isBare ? {} : { 'content-length': Buffer.byteLength(sent) };
  response.writeHead(status, { ...headers, ...length }).end(hasBody ? sent : undefined);
  return true;
}
