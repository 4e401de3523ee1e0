import { createHash } from 'node:crypto';

export interface MeasuredChunks {
  /** The same pieces, as they are taken. */
  readonly chunks: AsyncGenerator<Uint8Array, void>;
  /** Of the pieces that were taken; to be asked once, after the last of them. */
  measures(): { bytes: number; sha256: string };
}

/** Measures and hashes a file that passes in pieces. */
export function measureChunks(source: AsyncIterable<Uint8Array>): MeasuredChunks {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* pass() {
    for await (const chunk of source) {
      bytes += chunk.length;
      hash.update(chunk);
      yield chunk;
    }
  }
  return { chunks: pass(), measures: () => ({ bytes, sha256: hash.digest('hex') }) };
}
