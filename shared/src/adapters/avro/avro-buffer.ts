/** Longer values are copied faster by the runtime than byte by byte. */
const shortBytes = 24;
const longestLong = 10;

/** Avro's binary encoding (specification 1.12, "Binary Encoding"), appended to bytes that grow. */
export class AvroBuffer {
  bytes: Uint8Array;
  view: DataView;
  length = 0;

  constructor(capacity = 64 * 1024) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Makes room for `size` more bytes. */
  reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + size));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }

  /** An int or long of at most 52 bits beside its sign. */
  appendLong(value: number): void {
    this.reserve(longestLong);
    let rest = value < 0 ? -2 * value - 1 : 2 * value;
    for (; rest > 0x7fffffff; rest = Math.floor(rest / 128)) {
      this.bytes[this.length++] = (rest % 128) | 128;
    }
    for (; rest > 127; rest >>>= 7) this.bytes[this.length++] = (rest & 127) | 128;
    this.bytes[this.length++] = rest;
  }

  /** A long of 64 bits. */
  appendBigLong(value: bigint): void {
    this.reserve(longestLong);
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    for (; rest > 127n; rest >>= 7n) this.bytes[this.length++] = Number(rest & 127n) | 128;
    this.bytes[this.length++] = Number(rest);
  }

  appendFloat(value: number): void {
    this.reserve(4);
    this.view.setFloat32(this.length, value, true);
    this.length += 4;
  }

  appendDouble(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** Bytes or a string of UTF-8: those of `source` between `from` and `to`, behind their number. */
  appendBytes(source: Uint8Array, from: number, to: number): void {
    const size = to - from;
    this.appendLong(size);
    this.reserve(size);
    if (size > shortBytes) this.bytes.set(source.subarray(from, to), this.length);
    else for (let at = 0; at < size; at++) this.bytes[this.length + at] = source[from + at] ?? 0;
    this.length += size;
  }

  /** Bytes as they are, without their number. */
  appendRaw(source: Uint8Array): void {
    this.reserve(source.length);
    this.bytes.set(source, this.length);
    this.length += source.length;
  }

  /** What was written, to be read before anything else is written. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}
