import { AppError } from '../../domain/app-error.ts';
import type { Piece } from '../../domain/csv/piece.ts';
import type { DropReader } from '../../domain/ingest/ports.ts';
import { openText } from '../text/open-text.ts';

/** A file is handed on in pieces, as it would come from a bucket. */
const pieceBytes = 64 * 1024;
/** What a packed file may come to; a load of more takes longer than anybody waits for an answer. */
const mostTextBytes = 1024 * 1024 * 1024;

async function* inPortions(bytes: Uint8Array): AsyncGenerator<Buffer> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let from = 0; from < whole.length; from += pieceBytes) {
    yield whole.subarray(from, from + pieceBytes);
  }
}

async function* bounded(pieces: AsyncIterable<Piece>, name: string): AsyncGenerator<Piece> {
  let size = 0;
  for await (const piece of pieces) {
    size += piece.bytes.length;
    if (size > mostTextBytes) {
      const message = `${name} unpacks to more than 1 GiB. Upload it to the drop bucket instead.`;
      throw new AppError('invalid-object', message);
    }
    yield piece;
  }
}

/** Reads the one file that a request has brought. */
export function uploadReader(bytes: Uint8Array): DropReader {
  return {
    async open({ name }, offset) {
      const opened = await openText(inPortions(bytes), name, offset);
      return { ...opened, pieces: bounded(opened.pieces, name) };
    },
  };
}
