import { invalid } from '../../api-error.ts';

const brokenOff = () => invalid('The Apache Avro data is broken off.');

/** Reads Avro's binary encoding from bytes at hand, one value after the other. */
export class ByteCursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw brokenOff();
    this.#at += 1;
    return value;
  }

  take(length: number): Buffer {
    const end = this.#at + length;
    if (length < 0 || end > this.#bytes.length) throw brokenOff();
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }

  /** A zigzag number of up to 64 bits. */
  long(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw invalid('The Apache Avro data hold a number of more than 64 bits.');
  }

  /** A count or an index. */
  int(): number {
    return Number(this.long());
  }

  float(): number {
    return this.take(4).readFloatLE();
  }

  double(): number {
    return this.take(8).readDoubleLE();
  }

  bytes(): Buffer {
    return this.take(this.int());
  }

  text(): string {
    return this.bytes().toString('utf8');
  }
}
