import {
  type CellEncoding,
  type DecodedCell,
  decodeCell,
  needsDecoding,
} from '../csv/decode-cell.ts';
import type { RawRecord } from '../csv/record-reader.ts';
import type { Fault } from '../fault.ts';
import type { ColumnPlan } from '../header.ts';
import type { CheckedRecord } from '../record-check.ts';
import type { Entry } from './entry.ts';

/** How the records of a file become entries. */
export interface EntryOptions {
  readonly encoding: CellEncoding;
  readonly columns: ColumnPlan;
  readonly check: (cells: readonly string[]) => CheckedRecord;
  readonly maxRecordBytes: number;
}

/** What a record's entry depends on. */
export type FoundRecord = Pick<RawRecord, 'cells' | 'line' | 'startOffset' | 'fault'>;

interface DecodedRecord {
  readonly cells: readonly string[];
  readonly faults: readonly Fault[] | null;
}

/** The file's own name of a cell's column; null for cells behind the last one. */
const nameAt = ({ fileColumns, fileCells }: ColumnPlan, cell: number) =>
  fileColumns[fileCells.indexOf(cell)] ?? null;

/** Where a cell stands in its record's bytes, from `from` on. Inside a quoted cell every quote stands twice. */
function findCell(bytes: string, cell: string, from: number): { at: number; isDoubled: boolean } {
  const doubled = bytes.indexOf(doubleQuotes(cell), from);
  return doubled === -1
    ? { at: bytes.indexOf(cell, from), isDoubled: false }
    : { at: doubled, isDoubled: true };
}

const doubleQuotes = (text: string) => text.replaceAll('"', '""');

/** A fault for each cell with bad bytes, naming the first of them by its place in the file. */
function explainBadBytes(
  record: FoundRecord,
  bytes: string,
  decoded: readonly DecodedCell[],
  columns: ColumnPlan,
): Fault[] {
  let searchedTo = 0;
  return record.cells.flatMap((cell, at): Fault[] => {
    const found = findCell(bytes, cell, searchedTo);
    searchedTo = found.at + cell.length;
    const badByte = decoded[at]?.badByte ?? -1;
    if (badByte === -1) return [];
    const before = found.isDoubled ? doubleQuotes(cell.slice(0, badByte)).length : badByte;
    const message = `Byte ${record.startOffset + found.at + before} of the file is not valid UTF-8. Save the file as UTF-8, or drop it with the metadata encoding=windows-1252.`;
    return [{ column: nameAt(columns, at), code: 'bad-encoding', message }];
  });
}

/** Decodes a record whose bytes are not all ASCII. */
function decodeRecord(
  record: FoundRecord,
  bytes: () => string,
  { encoding, columns }: EntryOptions,
): DecodedRecord {
  const decoded = record.cells.map((cell) => decodeCell(cell, encoding));
  const isBad = decoded.some(({ badByte }) => badByte !== -1);
  return {
    cells: decoded.map(({ text }) => text),
    faults: isBad ? explainBadBytes(record, bytes(), decoded, columns) : null,
  };
}

const brokenRecord = (record: FoundRecord, { maxRecordBytes }: EntryOptions): Fault =>
  record.fault === 'record-too-long'
    ? {
        column: null,
        code: 'too-long',
        message: `The line is longer than ${maxRecordBytes} bytes, more than any row of this table takes. Only its beginning is kept.`,
      }
    : {
        column: null,
        code: 'unterminated-quote',
        message:
          'A quoted cell does not end where it should. Close the quote, and double every quote inside a quoted cell.',
      };

const replacement = '\ufffd';

/** A repaired file shows what could not be read as U+FFFD: nobody means that character. */
function explainLeftovers(cells: readonly string[], columns: ColumnPlan): Fault[] {
  return cells.flatMap((cell, at): Fault[] => {
    if (!columns.fileCells.includes(at) || !cell.includes(replacement)) return [];
    const message = `The cell still holds ${replacement} where bytes could not be read. Put the right characters there.`;
    return [{ column: nameAt(columns, at), code: 'bad-encoding', message }];
  });
}

function findBadBytes(
  record: FoundRecord,
  bytes: () => string,
  options: EntryOptions,
): DecodedRecord {
  if (!record.cells.some(needsDecoding)) return { cells: record.cells, faults: null };
  const decoded = decodeRecord(record, bytes, options);
  const isRepair = options.columns.helpers.rejectId !== undefined;
  if (decoded.faults !== null || !isRepair) return decoded;
  const faults = explainLeftovers(decoded.cells, options.columns);
  return { cells: decoded.cells, faults: faults.length > 0 ? faults : null };
}

/** Cells whose bytes could not be read have no value. */
function blankOut(
  values: CheckedRecord['values'],
  badBytes: readonly Fault[],
  columns: ColumnPlan,
): CheckedRecord['values'] {
  const bad = new Set(badBytes.map(({ column }) => column));
  return values.map((value, at) =>
    columns.targets[at]?.cells.some((cell) => bad.has(nameAt(columns, cell))) ? undefined : value,
  );
}

/** Makes an entry of a record; `bytes` gives the record as it stands in the file. */
export type EntryMaker = (record: FoundRecord, bytes: () => string) => Entry;

/** Makes entries of a file's records. */
export function createEntryMaker(options: EntryOptions): EntryMaker {
  const { columns, check } = options;
  const { rejectId } = columns.helpers;
  return (record, bytes) => {
    const { line } = record;
    const { cells, faults: badBytes } = findBadBytes(record, bytes, options);
    if (record.fault !== null) {
      const faults = [brokenRecord(record, options), ...(badBytes ?? [])];
      return { line, cells, values: [], faults, repairs: null };
    }
    const { values, faults } = check(cells);
    const repairs = rejectId === undefined ? null : (cells[rejectId] ?? null);
    if (badBytes === null) return { line, cells, values, faults, repairs };
    const known = blankOut(values, badBytes, columns);
    return { line, cells, values: known, faults: [...badBytes, ...(faults ?? [])], repairs };
  };
}
