/** Smaller buffers are not worth it, and may be a part of Node's pool, which others use. */
const leastBytes = 256 * 1024;

/**
 * Gives back the memory of bytes that nobody reads any more, with all of the buffer that they are a
 * part of. The collector does so much later: to it they are an object of a hundred bytes. A second
 * call does nothing.
 */
export function releaseBytes({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= leastBytes) buffer.transfer(0);
}
