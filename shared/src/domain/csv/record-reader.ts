import type { Dialect } from './dialect.ts';
import { brokenQuote, createRecordScanner, needsMore, trimReturn } from './record-scanner.ts';

/**
 * Reads CSV records from a byte string: text in which every character is one byte (0 to 255). So
 * positions are byte offsets, and a cell is decoded only when its bytes need it.
 *
 * Where a quoted cell does not end as it should, or is not closed within the longest record that is
 * allowed, the line on which its record began is reported as `unterminated-quote` and reading goes
 * on at the next line: one stray quote costs one line and not the rest of the file.
 */
export interface RawRecord {
  readonly cells: string[];
  /** The record's first line in the file, counted from 1. */
  readonly line: number;
  readonly startOffset: number;
  /** Offset of the first byte after the record, and the number of the line that begins there. */
  readonly endOffset: number;
  readonly endLine: number;
  /** No cell is quoted and none holds anything but white space. */
  readonly blank: boolean;
  readonly fault: 'unterminated-quote' | 'record-too-long' | null;
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
  /** Nothing is left of what was pushed: the next byte begins a record. */
  isIdle(): boolean;
  /** Passes over a record of one line that somebody else has read. Only while the reader is idle. */
  skipLine(bytes: number): void;
  /** Takes the next bytes and reports every record that is complete with them. */
  push(bytes: string, onRecord: OnRecord): void;
  /** Reports what is left: a last record without a line end. */
  end(onRecord: OnRecord): void;
}

/** Of a record that is too long to be kept, so many bytes are at most. */
const mostKeptOfLongRecord = 1024;

const isWhite = (cell: string) => cell.trim() === '';

/** What was found at a place in the text. `end` is the line end's position, or `needsMore`. */
interface Found {
  readonly end: number;
  readonly fault: RawRecord['fault'];
  readonly cells: string[];
}

export function createRecordReader(options: RecordReaderOptions): RecordReader {
  const { dialect, maxRecordBytes } = options;
  const keptOfLongRecord = Math.min(mostKeptOfLongRecord, maxRecordBytes);
  const scanner = createRecordScanner(dialect);
  let text = '';
  let textOffset = options.offset;
  let line = options.line;
  let pending: string[] = [];
  let pendingLength = 0;
  let wanted = 0;
  /** The beginning of a record that is too long, while its end has not come. */
  let long: { cells: string[]; offset: number } | undefined;

  let reportedFrom = 0;
  let reportedTo = 0;
  const reportedBytes = () => text.slice(reportedFrom, reportedTo);

  /**
   * Gives up on a record that is broken or longer than allowed: only the line on which it began is
   * taken.
   */
  function takeFirstLine(start: number, isLast: boolean): Found {
    const at = text.indexOf(dialect.newline, start);
    if (at === -1 && !isLast) return { end: needsMore, fault: null, cells: [] };
    const end = at === -1 ? text.length : at;
    if (end - start > maxRecordBytes) {
      const cells = [text.slice(start, start + keptOfLongRecord)];
      return { end, fault: 'record-too-long', cells };
    }
    return {
      end,
      fault: 'unterminated-quote',
      cells: [text.slice(start, trimReturn(text, start, end))],
    };
  }

  /** Lines that a good record spans: only quoted cells hold line ends. */
  function countLines(start: number, end: number): number {
    let lines = 1;
    if (!scanner.hasQuotes()) return lines;
    for (let at = text.indexOf(dialect.newline, start); at !== -1 && at < end; lines++) {
      at = text.indexOf(dialect.newline, at + 1);
    }
    return lines;
  }

  function report(start: number, { end, fault, cells }: Found, onRecord: OnRecord): void {
    const first = line;
    reportedFrom = start;
    reportedTo = end;
    line += fault === null ? countLines(start, end) : 1;
    const record = {
      cells,
      line: first,
      startOffset: textOffset + start,
      endOffset: textOffset + Math.min(end + 1, text.length),
      endLine: line,
      blank: fault === null && !scanner.hasQuotes() && cells.every(isWhite),
      fault,
    };
    onRecord(record, reportedBytes);
  }

  /** Skips the rest of a record that is too long. Returns where to go on, or `needsMore`. */
  function skipLongRecord(isLast: boolean, onRecord: OnRecord): number {
    if (long === undefined) return 0;
    const at = text.indexOf(dialect.newline);
    if (at === -1 && !isLast) {
      textOffset += text.length;
      text = '';
      return needsMore;
    }
    const { cells, offset: startOffset } = long;
    long = undefined;
    const next = at === -1 ? text.length : at + 1;
    const endOffset = textOffset + next;
    const first = line++;
    const [kept = ''] = cells;
    onRecord(
      {
        cells,
        line: first,
        startOffset,
        endOffset,
        endLine: line,
        blank: false,
        fault: 'record-too-long',
      },
      () => kept,
    );
    return next;
  }

  /** Keeps the unread rest; a record that outgrows its limit is cut to what a message needs. */
  function keepRest(start: number): void {
    const rest = text.length - start;
    if (rest > maxRecordBytes && text.indexOf(dialect.newline, start) === -1) {
      const kept = text.slice(start, start + keptOfLongRecord);
      long = { cells: [kept], offset: textOffset + start };
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

  function find(start: number, isLast: boolean): Found {
    const end = scanner.scan(text, start, isLast);
    const reach = end === needsMore ? text.length : end;
    const isHopeless = end === brokenQuote || reach - start > maxRecordBytes;
    return isHopeless ? takeFirstLine(start, isLast) : { end, fault: null, cells: scanner.cells() };
  }

  function read(isLast: boolean, onRecord: OnRecord): void {
    let start = skipLongRecord(isLast, onRecord);
    if (start === needsMore) return;
    while (start < text.length) {
      const found = find(start, isLast);
      if (found.end === needsMore) break;
      report(start, found, onRecord);
      start = found.end + 1;
    }
    keepRest(Math.min(start, text.length));
  }

  function takePending(): void {
    text += pending.join('');
    pending = [];
    pendingLength = 0;
  }

  return {
    isIdle: () => text === '' && pendingLength === 0 && long === undefined,
    skipLine(bytes) {
      textOffset += bytes;
      line++;
    },
    push(bytes, onRecord) {
      pending.push(bytes);
      pendingLength += bytes.length;
      if (pendingLength < wanted) return;
      takePending();
      read(false, onRecord);
    },
    end(onRecord) {
      takePending();
      read(true, onRecord);
    },
  };
}
