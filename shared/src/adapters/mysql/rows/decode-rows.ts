import type { WireRows } from '../../../domain/backup/wire-rows.ts';
import type { StoredRow } from '../../../domain/rows/ports.ts';
import { WireCursor } from '../../avro/wire-cursor.ts';

/** The texts of a portion of rows of so many columns, as a session that speaks utf8mb4 sends them. */
export function decodeRows(rows: WireRows, columns: number, table: string): StoredRow[] {
  const cursor = new WireCursor(rows);
  const { buffer, byteOffset, length } = rows.bytes;
  const bytes = Buffer.from(buffer, byteOffset, length);
  return Array.from({ length: rows.count }, (_, row) => {
    cursor.startRow(row);
    const texts = Array.from({ length: columns }, () =>
      cursor.next() ? bytes.toString('utf8', cursor.from, cursor.to) : null,
    );
    cursor.endRow(table);
    return texts;
  });
}
