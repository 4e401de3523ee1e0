import type { Dialect } from '../../shared/src/domain/csv/dialect.ts';
import { createRecordReader, type RawRecord } from '../../shared/src/domain/csv/record-reader.ts';

export const commaDialect: Dialect = { delimiter: ',', newline: '\n', skipInitialSpace: false };

export interface ReadOptions {
  readonly dialect?: Dialect;
  readonly maxRecordBytes?: number;
  readonly offset?: number;
  readonly line?: number;
}

/** Everything that the reader reports of the pieces. */
export function readRecords(pieces: Iterable<string>, options: ReadOptions = {}): RawRecord[] {
  const { dialect = commaDialect, maxRecordBytes = 65_536, offset = 0, line = 1 } = options;
  const reader = createRecordReader({ dialect, maxRecordBytes, offset, line });
  const records: RawRecord[] = [];
  for (const piece of pieces) reader.push(piece, (record) => records.push(record));
  reader.end((record) => records.push(record));
  return records;
}

/** The text in pieces of these lengths, again and again. */
export function* cutUp(text: string, lengths: readonly number[]): Generator<string> {
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const length = lengths[turn % lengths.length] ?? text.length;
    yield text.slice(at, at + length);
    at += length;
  }
}
