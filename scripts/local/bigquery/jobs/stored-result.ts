import type { Row } from '../engine/session.ts';
import type { Column } from '../google-type.ts';
import { toWireValue, type WireValue } from '../values/wire-value.ts';
import { createRowFile, type RowFile } from './row-file.ts';

export type WireRow = readonly WireValue[];

/** The rows that a query has answered, to be read from any place and as often as one likes. */
export interface StoredResult {
  readonly columns: readonly Column[];
  readonly rowCount: number;
  /** About what it takes of memory. */
  readonly heldBytes: number;
  rows(from: number): AsyncIterable<WireRow>;
  remove(): Promise<void>;
}

/** What is more than this goes to a file. */
const mostHeldBytes = 2 * 1024 * 1024;

function sizeOf(value: WireValue): number {
  if (value === null) return 8;
  if (typeof value === 'string') return 16 + value.length * 2;
  return value.reduce((sum: number, inner) => sum + sizeOf(inner), 16);
}

async function* readHeld(rows: readonly WireRow[], from: number) {
  yield* rows.slice(from);
}

/** Takes a query's rows as they come; `newPath` names a file for those that are too many to hold. */
export async function storeResult(
  portions: AsyncIterable<Row[]>,
  columns: readonly Column[],
  newPath: () => string,
): Promise<StoredResult> {
  const held: WireRow[] = [];
  let heldBytes = 0;
  let rowCount = 0;
  let file: RowFile | undefined;
  const toWireRow = (row: Row) =>
    columns.map(({ type }, index) => toWireValue(row[index] ?? null, type));
  try {
    for await (const portion of portions) {
      const rows = portion.map(toWireRow);
      rowCount += rows.length;
      held.push(...rows);
      heldBytes += rows.reduce((sum, row) => sum + sizeOf(row), 0);
      if (heldBytes > mostHeldBytes) {
        file ??= createRowFile(newPath());
        await file.write(held.splice(0));
        heldBytes = 0;
      }
    }
    if (file === undefined) {
      const rows = (from: number) => readHeld(held, from);
      return { columns, rowCount, heldBytes, rows, remove: async () => undefined };
    }
    await file.write(held.splice(0));
    await file.end();
    return { columns, rowCount, heldBytes: 0, rows: file.read, remove: file.remove };
  } catch (error) {
    await file?.remove();
    throw error;
  }
}
