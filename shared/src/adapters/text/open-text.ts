import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../domain/app-error.ts';
import { describeForeignFormat } from '../../domain/csv/foreign-format.ts';
import type { Piece } from '../../domain/csv/piece.ts';
import type { OpenDrop } from '../../domain/ingest/ports.ts';

const isGzip = (head: Buffer) => head[0] === 0x1f && head[1] === 0x8b;

async function* gunzip(bytes: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const source = Readable.from(bytes);
  const unzip = createGunzip();
  source.on('error', (error) => unzip.destroy(error));
  try {
    yield* source.pipe(unzip) as AsyncIterable<Buffer>;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid-object', `The gzip data of ${name} is damaged or cut off.`, {
      cause: error,
    });
  } finally {
    source.destroy();
  }
}

function utf16Encoding(head: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return null;
}

/** UTF-16 as UTF-8. Fails with `invalid-object` that names the byte up to which it could be read. */
async function* transcode(bytes: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let offset = 0;
  const decode = (piece?: Buffer) => {
    try {
      return Buffer.from(decoder.decode(piece, { stream: piece !== undefined }), 'utf8');
    } catch (cause) {
      const message = `The file is not valid ${encoding.toUpperCase()} near byte ${offset}.`;
      throw new AppError('invalid-object', message, { cause });
    }
  };
  for await (const piece of bytes) {
    yield decode(piece);
    offset += piece.length;
  }
  yield decode();
}

/** Takes the first `size` bytes (or all there are) and gives them back with the whole. */
async function peek(
  bytes: AsyncIterable<Buffer>,
  size: number,
): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < size) {
    const { value, done } = await iterator.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  async function* all() {
    try {
      yield head;
      yield* { [Symbol.asyncIterator]: () => iterator };
    } finally {
      await iterator.return?.();
    }
  }
  return { head, all: all() };
}

async function* skip(bytes: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count;
  for await (const piece of bytes) {
    if (piece.length > left) yield piece.subarray(left);
    left = Math.max(0, left - piece.length);
  }
}

/** Between two pieces other work gets its turn: pieces that are there already would come without a pause. */
export async function* inPieces(buffers: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  for await (const bytes of buffers) {
    if (bytes.length > 0) yield { bytes, text: (from, to) => bytes.toString('latin1', from, to) };
    await setImmediate();
  }
}

/** Decompresses, turns UTF-16 into UTF-8 and drops the byte order mark. */
async function decode(
  raw: AsyncIterable<Buffer>,
  name: string,
): Promise<{ bytes: AsyncIterable<Buffer>; isPlain: boolean; markBytes: number }> {
  const packed = await peek(raw, 2);
  const isPacked = isGzip(packed.head);
  const text = await peek(isPacked ? gunzip(packed.all, name) : packed.all, 4096);
  const foreign = describeForeignFormat(text.head);
  if (foreign !== null) {
    const advice = foreign.includes('Excel') ? ' Save the sheet as CSV (UTF-8).' : '';
    throw new AppError('invalid-object', `${name} is ${foreign}, not CSV text.${advice}`);
  }
  const encoding = utf16Encoding(text.head);
  if (encoding !== null) {
    return { bytes: transcode(text.all, encoding), isPlain: false, markBytes: 0 };
  }
  const hasMark = text.head.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]));
  return { bytes: text.all, isPlain: !isPacked, markBytes: hasMark ? 3 : 0 };
}

/**
 * The text that the bytes of the file `name` stand for, from byte `offset` of it on: decompressed,
 * in UTF-8 or a single-byte encoding, without a byte order mark. Throws `invalid-object` for what is
 * no text.
 */
export async function openText(
  raw: AsyncIterable<Buffer>,
  name: string,
  offset: number,
): Promise<OpenDrop> {
  const { bytes, isPlain, markBytes } = await decode(raw, name);
  const startOffset = Math.max(offset, markBytes);
  return { seekable: isPlain, startOffset, pieces: inPieces(skip(bytes, startOffset)) };
}
