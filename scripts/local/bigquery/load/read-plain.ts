import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A file's bytes, unpacked where they begin as gzip does. */
export async function readPlain(source: Readable): Promise<Readable> {
  if (source.readableLength === 0 && !source.readableEnded) {
    await Promise.race([once(source, 'readable'), once(source, 'end')]);
  }
  const first: Buffer | null = source.read();
  if (first === null) return source;
  source.unshift(first);
  if (first[0] !== 0x1f || first[1] !== 0x8b) return source;
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(error));
  return source.pipe(unpacked);
}
