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
    const bytes = this.take(width);
    let value = 0;
    for (let at = width - 1; at >= 0; at--) value = value * 256 + (bytes[at] ?? 0);
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

  take(size: number): Uint8Array {
    const end = this.#at + size;
    if (end > this.#packed.length) throw new Error('its data end too early');
    const bytes = this.#packed.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}

/** A copy may overlap what it writes, and so repeats it. */
function copyBack(rows: Uint8Array, at: number, offset: number, size: number): void {
  if (offset === 0 || offset > at) throw new Error('it refers to what is before its beginning');
  if (offset >= size) rows.copyWithin(at, at - offset, at - offset + size);
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
    if (kind === 0) rows.set(reader.take(size), at);
    else {
      const offset = kind === 1 ? (tag >> 5) * 256 + reader.number(1) : reader.number(2 * kind - 2);
      copyBack(rows, at, offset, size);
    }
    at += size;
  }
  if (at < length) throw new Error('it holds less than its length says');
  return rows;
}
