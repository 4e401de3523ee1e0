import type { Dialect } from './dialect.ts';

/**
 * Reads CSV records (RFC 4180, tolerant) from a byte string: text in which every character is one
 * byte (0 to 255). So positions are byte offsets, and a cell is decoded only when its bytes need it.
 *
 * A quote opens a quoted cell only at the cell's start; elsewhere it is an ordinary character.
 * A closing quote must be followed by a delimiter or the record's end. Where it is not, or is
 * missing, the line on which the record began is reported as `unterminated-quote` and reading goes
 * on at the next line, so that one stray quote costs one line and not the rest of the file.
 */
export interface RawRecord {
  readonly cells: string[];
  /** The record's first line in the file, counted from 1. */
  readonly line: number;
  /** Offset of the first byte after the record, and the number of the line that begins there. */
  readonly endOffset: number;
  readonly endLine: number;
  /** No cell is quoted and none holds anything but white space. */
  readonly blank: boolean;
  readonly fault: 'unterminated-quote' | 'record-too-long' | null;
  readonly startOffset: number;
}

export interface RecordReaderOptions {
  readonly dialect: Dialect;
  /** A longer record is reported as `record-too-long` with its first bytes, and skipped. */
  readonly maxRecordBytes: number;
  /** Where reading starts: 0 and 1 for a whole file, a checkpoint's values to go on from it. */
  readonly offset: number;
  readonly line: number;
}

/** `bytes` gives the record as it stands in the file; it may be called only during the report. */
export type OnRecord = (record: RawRecord, bytes: () => string) => void;

export interface RecordReader {
  /** Takes the next bytes and reports every record that is complete with them. */
  push(bytes: string, onRecord: OnRecord): void;
  /** Reports what is left: a last record without a line end. */
  end(onRecord: OnRecord): void;
}

const quote = 34;
const carriageReturn = 13;
const space = 32;
/** Of a record that is too long to be kept, so many bytes are at most. */
const mostKeptOfLongRecord = 1024;

export function createRecordReader(options: RecordReaderOptions): RecordReader {
  const { dialect, maxRecordBytes } = options;
  const delimiter = dialect.delimiter.charCodeAt(0);
  const newline = dialect.newline.charCodeAt(0);
  const keptOfLongRecord = Math.min(mostKeptOfLongRecord, maxRecordBytes);
  let text = '';
  let textOffset = options.offset;
  let line = options.line;
  let pending: string[] = [];
  let pendingLength = 0;
  let wanted = 0;
  let skippingFrom: { cells: string[]; line: number; offset: number } | undefined;

  /** Cells of the record being read, and whether one of them is quoted. */
  let cells: string[] = [];
  let isQuoted = false;

  let reportedFrom = 0;
  let reportedTo = 0;
  const reportedBytes = () => text.slice(reportedFrom, reportedTo);

  /** The cell's end without the `\r` of a `\r\n`. */
  const trimReturn = (start: number, end: number) =>
    end > start && newline === 10 && text.charCodeAt(end - 1) === carriageReturn ? end - 1 : end;

  /** True where a record may end: at a line end, or at the end of the file. */
  function endsCell(at: number, isLast: boolean): boolean {
    const code = text.charCodeAt(at);
    if (code === delimiter || code === newline) return true;
    if (at >= text.length) return isLast;
    if (code !== carriageReturn || newline !== 10) return false;
    return at + 1 < text.length ? text.charCodeAt(at + 1) === newline : isLast;
  }

  /** Position after the cell's closing quote; -1 when more bytes are needed, -2 when the quote is broken. */
  function readQuoted(start: number, isLast: boolean): number {
    let from = start + 1;
    let hasDoubled = false;
    for (;;) {
      const at = text.indexOf('"', from);
      if (at === -1) return isLast ? -2 : -1;
      if (text.charCodeAt(at + 1) === quote) {
        hasDoubled = true;
        from = at + 2;
        continue;
      }
      if (!isLast && at + 2 >= text.length) return -1;
      if (!endsCell(at + 1, isLast)) return -2;
      const cell = text.slice(start + 1, at);
      cells.push(hasDoubled ? cell.replaceAll('""', '"') : cell);
      isQuoted = true;
      return at + 1;
    }
  }

  /** Position of the delimiter or line end after the cell; -1 when more bytes are needed. */
  function readPlain(start: number, isLast: boolean): number {
    const length = text.length;
    let at = start;
    while (at < length) {
      const code = text.charCodeAt(at);
      if (code === delimiter) {
        cells.push(text.slice(start, at));
        return at;
      }
      if (code === newline) {
        cells.push(text.slice(start, trimReturn(start, at)));
        return at;
      }
      at++;
    }
    if (!isLast) return -1;
    cells.push(text.slice(start, trimReturn(start, at)));
    return at;
  }

  /** Reads one record's cells from `start`. Returns the position of its line end, -1, or -2. */
  function readCells(start: number, isLast: boolean): number {
    cells = [];
    isQuoted = false;
    let at = start;
    for (;;) {
      if (dialect.skipInitialSpace && cells.length > 0 && text.charCodeAt(at) === space) at++;
      at = text.charCodeAt(at) === quote ? readQuoted(at, isLast) : readPlain(at, isLast);
      if (at < 0) return at;
      if (at < text.length && text.charCodeAt(at) === carriageReturn && newline === 10) at++;
      if (at >= text.length || text.charCodeAt(at) === newline) return at;
      at++;
    }
  }

  const isBlank = () => !isQuoted && cells.every((cell) => cell.trim() === '');

  /** Lines that a record spans: only quoted cells hold line ends. */
  function countLines(start: number, end: number): number {
    if (!isQuoted) return 1;
    let lines = 1;
    for (let at = text.indexOf(dialect.newline, start); at !== -1 && at < end; lines++) {
      at = text.indexOf(dialect.newline, at + 1);
    }
    return lines;
  }

  function report(start: number, end: number, fault: RawRecord['fault'], onRecord: OnRecord): void {
    const first = line;
    reportedFrom = start;
    reportedTo = end;
    line += fault === null ? countLines(start, end) : 1;
    onRecord(
      {
        cells,
        line: first,
        startOffset: textOffset + start,
        endOffset: textOffset + Math.min(end + 1, text.length),
        endLine: line,
        blank: fault === null && isBlank(),
        fault,
      },
      reportedBytes,
    );
  }

  /**
   * Gives up on a record that is broken or longer than allowed: only the line on which it began is
   * taken. Returns that line's end, or -1 when it is not there yet.
   */
  function takeFirstLine(
    start: number,
    isLast: boolean,
  ): { end: number; fault: RawRecord['fault'] } {
    const at = text.indexOf(dialect.newline, start);
    if (at === -1 && !isLast) return { end: -1, fault: null };
    const end = at === -1 ? text.length : at;
    isQuoted = false;
    if (end - start > maxRecordBytes) {
      cells = [text.slice(start, start + keptOfLongRecord)];
      return { end, fault: 'record-too-long' };
    }
    cells = [text.slice(start, trimReturn(start, end))];
    return { end, fault: 'unterminated-quote' };
  }

  /** Skips the rest of a record that is too long. Returns the position to go on from, or -1. */
  function skipLongRecord(isLast: boolean, onRecord: OnRecord): number {
    const long = skippingFrom;
    if (long === undefined) return 0;
    const at = text.indexOf(dialect.newline);
    if (at === -1 && !isLast) {
      textOffset += text.length;
      text = '';
      return -1;
    }
    const end = at === -1 ? text.length : at;
    skippingFrom = undefined;
    line = long.line + 1;
    onRecord(
      {
        cells: long.cells,
        line: long.line,
        startOffset: long.offset,
        endOffset: textOffset + Math.min(end + 1, text.length),
        endLine: line,
        blank: false,
        fault: 'record-too-long',
      },
      () => long.cells.join(''),
    );
    return Math.min(end + 1, text.length);
  }

  /** Keeps the unread rest; a record that outgrows its limit is cut to what a message needs. */
  function keepRest(start: number): void {
    const rest = text.length - start;
    if (rest > maxRecordBytes && text.indexOf(dialect.newline, start) === -1) {
      skippingFrom = {
        cells: [text.slice(start, start + keptOfLongRecord)],
        line,
        offset: textOffset + start,
      };
      textOffset += text.length;
      text = '';
      wanted = 0;
      return;
    }
    textOffset += start;
    text = text.slice(start);
    // A record that did not fit is tried again only when twice as much is there: linear time over all.
    wanted = Math.min(rest, maxRecordBytes);
  }

  function read(isLast: boolean, onRecord: OnRecord): void {
    let start = skipLongRecord(isLast, onRecord);
    if (start === -1) return;
    while (start < text.length) {
      let end = readCells(start, isLast);
      let fault: RawRecord['fault'] = null;
      if (end === -2 || (end === -1 ? text.length : end) - start > maxRecordBytes) {
        ({ end, fault } = takeFirstLine(start, isLast));
      }
      if (end === -1) break;
      report(start, end, fault, onRecord);
      start = end + 1;
    }
    keepRest(Math.min(start, text.length));
  }

  return {
    push(bytes, onRecord) {
      pending.push(bytes);
      pendingLength += bytes.length;
      if (pendingLength < wanted) return;
      text += pending.join('');
      pending = [];
      pendingLength = 0;
      read(false, onRecord);
    },
    end(onRecord) {
      text += pending.join('');
      pending = [];
      read(true, onRecord);
    },
  };
}
