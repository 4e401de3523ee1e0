import { AppError } from '../../domain/app-error.ts';
import type { WireRows } from '../../domain/backup/wire-rows.ts';

const nullMark = 0xfb;

/** Goes through the columns of rows as MySQL's text protocol sends them (length-encoded strings). */
export class WireCursor {
  readonly bytes: Uint8Array;
  /** Where the column's text begins and ends. */
  from = 0;
  to = 0;
  isNull = false;
  readonly #starts: Uint32Array;
  #end = 0;

  constructor(rows: WireRows) {
    this.bytes = rows.bytes;
    this.#starts = rows.starts;
  }

  startRow(row: number): void {
    this.to = this.#starts[row] ?? 0;
    this.#end = this.#starts[row + 1] ?? this.bytes.length;
  }

  /** Goes to the row's next column; false for NULL. */
  next(): boolean {
    const at = this.to;
    const lead = this.bytes[at] ?? 0;
    this.isNull = lead === nullMark;
    if (this.isNull) {
      this.to = at + 1;
      return false;
    }
    if (lead < nullMark) {
      this.from = at + 1;
      this.to = this.from + lead;
    } else {
      const width = lead === 0xfc ? 2 : lead === 0xfd ? 3 : 8;
      this.from = at + 1 + width;
      this.to = this.from + this.#readNumber(at + 1, width);
    }
    return true;
  }

  /** Throws where the columns that were read are not all of the row, or more. */
  endRow(table: string): void {
    if (this.to === this.#end) return;
    throw new AppError(
      'internal',
      `A row of ${table} does not have the columns that were asked for.`,
    );
  }

  text(): string {
    return new TextDecoder().decode(this.bytes.subarray(this.from, this.to));
  }

  #readNumber(at: number, width: number): number {
    let value = 0;
    for (let next = width - 1; next >= 0; next--)
      value = value * 256 + (this.bytes[at + next] ?? 0);
    return value;
  }
}
