import type { Fault } from '../fault.ts';
import type { Row } from './ports.ts';

/** Up to so many rows are written one by one to learn which the database refuses, and why. */
const fewRows = 8;

/**
 * Writes the rows at these indexes, all at once where the database takes them; else finds the ones
 * that it refuses by halving. Returns its reasons by index; every other row is written, in order.
 */
export async function writeRows(
  indexes: readonly number[],
  rowAt: (index: number) => Row,
  writeMany: (rows: readonly Row[]) => Promise<boolean>,
  writeOne: (row: Row) => Promise<readonly Fault[] | null>,
): Promise<Map<number, readonly Fault[]>> {
  const refused = new Map<number, readonly Fault[]>();

  async function write(part: readonly number[]): Promise<void> {
    if (part.length === 0) return;
    if (part.length > 1 && (await writeMany(part.map(rowAt)))) return;
    if (part.length > fewRows) {
      const middle = part.length >> 1;
      await write(part.slice(0, middle));
      await write(part.slice(middle));
      return;
    }
    for (const index of part) {
      const faults = await writeOne(rowAt(index));
      if (faults !== null) refused.set(index, faults);
    }
  }

  await write(indexes);
  return refused;
}
