const mostBytesOfLong = 10;
/** So many groups of seven bits are exact in a number; of the next one only its lowest bits are. */
const exactGroups = 7;
const mostOfLastGroup = 15;

/**
 * Goes through Avro's binary encoding of rows. A plain `Error` says, as the end of a sentence, what
 * is no encoding of the type that was asked for.
 */
export class AvroCursor {
  readonly bytes: Uint8Array;
  at = 0;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** The next int or long; NaN, with nothing read, for one that is not exact as a number. */
  readLong(): number {
    let value = 0;
    let scale = 1;
    for (let group = 0; group <= exactGroups; group++) {
      const byte = this.bytes[this.at + group];
      if (byte === undefined) throw new Error('ends in the middle of a number');
      if (group === exactGroups && byte > mostOfLastGroup) return Number.NaN;
      value += (byte & 127) * scale;
      if (byte < 128) {
        this.at += group + 1;
        return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      }
      scale *= 128;
    }
    return Number.NaN;
  }

  readBigLong(): bigint {
    let value = 0n;
    for (let group = 0; group < mostBytesOfLong; group++) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new Error('ends in the middle of a number');
      value |= BigInt(byte & 127) << BigInt(7 * group);
      if (byte > 127) continue;
      if (value >= 2n ** 64n) break;
      return (value >> 1n) ^ -(value & 1n);
    }
    throw new Error('is a number of more than 64 bits');
  }

  readFloat(): number {
    return this.#view.getFloat32(this.skip(4), true);
  }

  readDouble(): number {
    return this.#view.getFloat64(this.skip(8), true);
  }

  readBoolean(): boolean {
    const byte = this.bytes[this.skip(1)];
    if (byte === 0 || byte === 1) return byte === 1;
    throw new Error('is neither true nor false');
  }

  /** Bytes or a string's UTF-8, in place. */
  readBytes(): Uint8Array {
    const size = this.readLong();
    if (!(size >= 0)) throw new Error('has a length that is none');
    return this.take(size);
  }

  take(size: number): Uint8Array {
    const from = this.skip(size);
    return this.bytes.subarray(from, from + size);
  }

  /** Goes on by `size` bytes, which are there; answers where they begin. */
  skip(size: number): number {
    const from = this.at;
    if (from + size > this.bytes.length) throw new Error('goes on behind the end of its block');
    this.at = from + size;
    return from;
  }
}
