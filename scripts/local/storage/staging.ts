import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, rm } from 'node:fs/promises';
import { createCrc32c } from './crc32c.ts';
import type { Content } from './stored-object.ts';

const blockBytes = 1024 * 1024;

/** A finished temporary file, on the disk and whole, that `commit` renames to its place. */
export interface Staged {
  readonly path: string;
  readonly content: Content;
}

/** Both checksums, taken while the bytes pass. */
export function createSums() {
  const crc32c = createCrc32c();
  const md5 = createHash('md5');
  let size = 0;
  return {
    update: (bytes: Uint8Array) => {
      crc32c.update(bytes);
      md5.update(bytes);
      size += bytes.length;
    },
    size: () => size,
    digest: () => ({ size, crc32c: crc32c.digest(), md5Hash: md5.digest('base64') }),
  };
}

export type Sums = ReturnType<typeof createSums>;

/** Writes all of `bytes` at the position. */
export async function writeWhole(file: FileHandle, bytes: Uint8Array, position: number) {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(
      bytes,
      written,
      bytes.length - written,
      position + written,
    );
    written += bytesWritten;
  }
}

/** Reads bytes `from` up to, not including, `to` in blocks of a megabyte; ends early with the file. */
export async function* readBlocks(file: FileHandle, from: number, to: number) {
  for (let position = from; position < to; ) {
    const block = Buffer.allocUnsafe(Math.min(blockBytes, to - position));
    const { bytesRead } = await file.read(block, 0, block.length, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield bytesRead === block.length ? block : block.subarray(0, bytesRead);
  }
}

/**
 * Writes a source to a new file at `path`, and to the disk. A failed attempt, also one that
 * `inspect` throws at, leaves no file.
 */
export async function stage(
  source: AsyncIterable<Uint8Array>,
  path: string,
  inspect: (content: Content) => void = () => {},
): Promise<Staged> {
  const file = await open(path, 'wx');
  try {
    const sums = createSums();
    for await (const bytes of source) {
      await writeWhole(file, bytes, sums.size());
      sums.update(bytes);
    }
    const content = await finish(file, sums);
    inspect(content);
    return { path, content };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** Brings a written file to the disk and describes it. */
export async function finish(file: FileHandle, sums: Sums): Promise<Content> {
  await file.datasync();
  const { mtimeNs } = await file.stat({ bigint: true });
  return { ...sums.digest(), mtimeNs: String(mtimeNs) };
}
