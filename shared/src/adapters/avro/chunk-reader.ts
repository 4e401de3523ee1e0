import { AppError } from '../../domain/app-error.ts';

const longestLong = 10;

/** Reads a file's bytes in the order in which they arrive; `name` is the file's in error messages. */
export class ChunkReader {
  readonly name: string;
  /** Bytes that were taken. */
  offset = 0;
  readonly #source: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array();
  #at = 0;

  constructor(name: string, chunks: AsyncIterable<Uint8Array>) {
    this.name = name;
    this.#source = chunks[Symbol.asyncIterator]();
  }

  async isAtEnd(): Promise<boolean> {
    while (this.#at === this.#chunk.length) {
      const { done, value } = await this.#source.next();
      if (done === true) return true;
      this.#chunk = value;
      this.#at = 0;
    }
    return false;
  }

  /** The next `size` bytes; `invalid-object` where the file ends before. */
  async take(size: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for (let missing = size; missing > 0; ) {
      if (await this.isAtEnd()) {
        throw this.damage(`it ends after ${this.offset} bytes, in the middle of its data`);
      }
      const part = this.#chunk.subarray(this.#at, this.#at + missing);
      parts.push(part);
      missing -= part.length;
      this.#at += part.length;
      this.offset += part.length;
    }
    const [only = new Uint8Array()] = parts;
    return parts.length > 1 ? Buffer.concat(parts, size) : only;
  }

  /** A long that is exact as a number. */
  async takeLong(): Promise<number> {
    const start = this.offset;
    let value = 0n;
    for (let group = 0n; group < longestLong; group++) {
      const [byte = 0] = await this.take(1);
      value |= BigInt(byte & 127) << (7n * group);
      if (byte > 127) continue;
      const long = Number((value >> 1n) ^ -(value & 1n));
      if (Number.isSafeInteger(long)) return long;
      break;
    }
    throw this.damage(`at byte ${start} there is no number of a usual size`);
  }

  /** Bytes behind their number, of which there are at most `most`. */
  async takeBytes(most: number): Promise<Uint8Array> {
    const start = this.offset;
    const size = await this.takeLong();
    if (size >= 0 && size <= most) return this.take(size);
    throw this.damage(
      `at byte ${start} a length of ${size} is given, and at most ${most} are read`,
    );
  }

  /** Ends the reading; the rest of the file is not asked for. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  damage(reason: string, cause?: unknown): AppError {
    return new AppError(
      'invalid-object',
      `${this.name} is damaged or no Avro file: ${reason}. Take another copy of it.`,
      { cause },
    );
  }
}
