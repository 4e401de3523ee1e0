import type { DropReader } from '../../domain/ingest/ports.ts';
import { openText } from '../text/open-text.ts';

/** A file is handed on in pieces, as it would come from a bucket. */
const pieceBytes = 64 * 1024;

async function* inPortions(bytes: Uint8Array): AsyncGenerator<Buffer> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let from = 0; from < whole.length; from += pieceBytes) {
    yield whole.subarray(from, from + pieceBytes);
  }
}

/** Reads the one file that a request has brought. */
export function uploadReader(bytes: Uint8Array): DropReader {
  return { open: ({ name }, offset) => openText(inPortions(bytes), name, offset) };
}
