/** Matches are looked for within such windows, so that two bytes hold every offset. */
const windowBytes = 65_536;
const tableBits = 14;
const shortestMatch = 4;
const longestCopy = 64;
const hashFactor = 0x1e35a7bd;

/** Snappy's raw format (google/snappy, format_description.txt), appended to bytes that are large enough. */
class SnappyWriter {
  readonly #packed: Uint8Array;
  #length = 0;

  constructor(rows: Uint8Array) {
    this.#packed = new Uint8Array(32 + rows.length + Math.ceil(rows.length / 6));
    for (let rest = rows.length; ; rest = Math.floor(rest / 128)) {
      this.#byte((rest % 128) | (rest > 127 ? 128 : 0));
      if (rest <= 127) break;
    }
  }

  literal(rows: Uint8Array, from: number, to: number): void {
    const size = to - from;
    if (size === 0) return;
    if (size <= 60) this.#byte((size - 1) << 2);
    else {
      this.#byte(61 << 2);
      this.#byte((size - 1) & 255);
      this.#byte((size - 1) >> 8);
    }
    this.#packed.set(rows.subarray(from, to), this.#length);
    this.#length += size;
  }

  copy(offset: number, size: number): void {
    for (let rest = size; rest > 0; ) {
      const part = Math.min(rest, longestCopy);
      this.#byte(((part - 1) << 2) | 2);
      this.#byte(offset & 255);
      this.#byte(offset >> 8);
      rest -= part;
    }
  }

  written(): Uint8Array {
    return this.#packed.subarray(0, this.#length);
  }

  #byte(value: number): void {
    this.#packed[this.#length++] = value;
  }
}

function packWindow(rows: Uint8Array, view: DataView, start: number, writer: SnappyWriter): void {
  const end = Math.min(start + windowBytes, rows.length);
  const lastMatch = end - shortestMatch;
  const places = new Uint16Array(2 ** tableBits);
  let unwritten = start;
  let at = start + 1;
  for (let misses = 32; at <= lastMatch; ) {
    const word = view.getUint32(at, true);
    const slot = Math.imul(word, hashFactor) >>> (32 - tableBits);
    const candidate = start + (places[slot] ?? 0);
    places[slot] = at - start;
    if (candidate >= at || view.getUint32(candidate, true) !== word) {
      // Where little repeats, ever longer steps keep the search short.
      at += misses++ >> 5;
      continue;
    }
    let matched = at + shortestMatch;
    while (matched < end && rows[matched] === rows[matched - at + candidate]) matched++;
    writer.literal(rows, unwritten, at);
    writer.copy(at - candidate, matched - at);
    at = matched;
    unwritten = matched;
    misses = 32;
  }
  writer.literal(rows, unwritten, end);
}

/** Packs a block: a greedy search for repeats of four bytes or more, window by window. */
export function packSnappy(rows: Uint8Array): Uint8Array {
  const writer = new SnappyWriter(rows);
  const view = new DataView(rows.buffer, rows.byteOffset, rows.length);
  for (let start = 0; start < rows.length; start += windowBytes) {
    packWindow(rows, view, start, writer);
  }
  return writer.written();
}
