import type { WireRows } from '../../../domain/backup/wire-rows.ts';

/** What a portion holds, unless a single row is longer. */
const portionBytes = 256 * 1024;
const portionRows = 8192;

/** Gathers rows until they make a portion. */
export class WirePortion {
  #bytes: Buffer = Buffer.allocUnsafeSlow(portionBytes);
  #starts = new Uint32Array(portionRows);
  #length = 0;
  #count = 0;

  /** Adds the row in `source` from `from` to before `to`; false, and not added, where it needs a new portion. */
  append(source: Buffer, from: number, to: number): boolean {
    const end = this.#length + to - from;
    if (this.#count > 0 && (end > this.#bytes.length || this.#count === portionRows)) return false;
    // mysql2 has made a buffer for a row that is so long: it came in many pieces.
    if (end > this.#bytes.length) this.#bytes = source.subarray(from, to);
    else source.copy(this.#bytes, this.#length, from, to);
    this.#starts[this.#count++] = this.#length;
    this.#length = end;
    return true;
  }

  /** The rows gathered, which are not touched again: the next row begins a new portion. Null where there are none. */
  take(): WireRows | null {
    if (this.#count === 0) return null;
    const rows = {
      bytes: this.#bytes.subarray(0, this.#length),
      starts: this.#starts.subarray(0, this.#count),
      count: this.#count,
    };
    this.#bytes = Buffer.allocUnsafeSlow(portionBytes);
    this.#starts = new Uint32Array(portionRows);
    this.#length = 0;
    this.#count = 0;
    return rows;
  }
}
