/** Longer runs are copied faster by the runtime than byte by byte. */
const shortBytes = 24;

/** Reads Snappy's raw format (google/snappy, format_description.txt). */
class SnappyReader {
  readonly #packed: Uint8Array;
  #at = 0;

  constructor(packed: Uint8Array) {
    this.#packed = packed;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#packed.length;
  }

  /** The next `width` bytes as a number, the least significant first. */
  number(width: number): number {
    const from = this.#skip(width);
    let value = 0;
    for (let at = from + width - 1; at >= from; at--) value = value * 256 + (this.#packed[at] ?? 0);
    return value;
  }

  /** A number in groups of seven bits. */
  varint(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 35; scale *= 128) {
      const byte = this.number(1);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new Error('its length is not a number');
  }

  /** Writes the next `size` bytes into `rows`. */
  copy(size: number, rows: Uint8Array, at: number): void {
    const from = this.#skip(size);
    if (size > shortBytes) rows.set(this.#packed.subarray(from, from + size), at);
    else for (let next = 0; next < size; next++) rows[at + next] = this.#packed[from + next] ?? 0;
  }

  /** Goes on by `size` bytes, which are there; answers where they begin. */
  #skip(size: number): number {
    const from = this.#at;
    if (from + size > this.#packed.length) throw new Error('its data end too early');
    this.#at = from + size;
    return from;
  }
}

/** A copy may overlap what it writes, and so repeats it. */
function copyBack(rows: Uint8Array, at: number, offset: number, size: number): void {
  if (offset === 0 || offset > at) throw new Error('it refers to what is before its beginning');
  if (offset >= size && size > shortBytes) rows.copyWithin(at, at - offset, at - offset + size);
  else for (let next = at; next < at + size; next++) rows[next] = rows[next - offset] ?? 0;
}

/** Unpacks one block; an `Error` says what is wrong with it, or that it holds more than `mostBytes`. */
export function unpackSnappy(packed: Uint8Array, mostBytes: number): Uint8Array {
  const reader = new SnappyReader(packed);
  const length = reader.varint();
  if (length > mostBytes) throw new Error(`it holds more than ${mostBytes} bytes`);
  const rows = new Uint8Array(length);
  let at = 0;
  while (!reader.isAtEnd) {
    const tag = reader.number(1);
    const kind = tag & 3;
    const upper = tag >> 2;
    const size =
      kind === 0
        ? 1 + (upper < 60 ? upper : reader.number(upper - 59))
        : kind === 1
          ? 4 + (upper & 7)
          : 1 + upper;
    if (at + size > length) throw new Error('it holds more than its length says');
    if (kind === 0) reader.copy(size, rows, at);
    else {
      const offset = kind === 1 ? (tag >> 5) * 256 + reader.number(1) : reader.number(2 * kind - 2);
      copyBack(rows, at, offset, size);
    }
    at += size;
  }
  if (at < length) throw new Error('it holds less than its length says');
  return rows;
}
