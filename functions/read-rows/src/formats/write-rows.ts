import type { StoredRow } from '@cutover/shared/domain/rows/ports.ts';
import type { RowWriter } from './row-writer.ts';

/** A piece is sent when it has so many characters. */
const pieceLength = 64 * 1024;

/** The text of an answer in pieces. The first one is given when rows have been asked for. */
export async function* writeRows(
  { head, row: write, separator, tail }: RowWriter,
  portions: AsyncIterable<readonly StoredRow[]>,
): AsyncGenerator<string, void, void> {
  let text = head;
  let before = '';
  for await (const rows of portions) {
    for (const row of rows) {
      text += before + write(row);
      before = separator;
      if (text.length < pieceLength) continue;
      yield text;
      text = '';
    }
  }
  yield text + tail;
}
