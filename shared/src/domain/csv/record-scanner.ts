import type { Dialect } from './dialect.ts';

const quote = 34;
const carriageReturn = 13;
const lineFeed = 10;
const space = 32;

/** The record goes on behind the text that is there. */
export const needsMore = -1;
/** A quoted cell does not end where it should. */
export const brokenQuote = -2;

export interface RecordScanner {
  /**
   * Reads the record that begins at `start`. Returns the position of its line end (or of the end of
   * a last text), `needsMore` or `brokenQuote`. The cells are then those of this record.
   */
  scan(text: string, start: number, isLast: boolean): number;
  cells(): string[];
  /** One of the cells was quoted. */
  hasQuotes(): boolean;
}

/** The position `end` without the `\r` of a `\r\n` before it. */
export function trimReturn(text: string, start: number, end: number): number {
  return end > start && text.charCodeAt(end - 1) === carriageReturn ? end - 1 : end;
}

/**
 * Splits records into cells (RFC 4180). A quote opens a quoted cell only at the cell's start, and a
 * closing quote must be followed by a delimiter or the record's end.
 */
export function createRecordScanner(dialect: Dialect): RecordScanner {
  const delimiter = dialect.delimiter.charCodeAt(0);
  const newline = dialect.newline.charCodeAt(0);
  const hasReturns = newline === lineFeed;
  let text = '';
  let isLast = false;
  let cells: string[] = [];
  let isQuoted = false;

  /** True where a quoted cell may end: before a delimiter, a line end, or the end of the file. */
  function endsCell(at: number): boolean {
    if (at >= text.length) return isLast;
    const code = text.charCodeAt(at);
    if (code === delimiter || code === newline) return true;
    if (code !== carriageReturn || !hasReturns) return false;
    return at + 1 < text.length ? text.charCodeAt(at + 1) === newline : isLast;
  }

  /** True where what follows the quote, or a `\r` there, is not to be seen yet. */
  function isOpenAfter(at: number): boolean {
    if (at + 1 >= text.length) return true;
    return at + 2 >= text.length && hasReturns && text.charCodeAt(at + 1) === carriageReturn;
  }

  /** Position after the cell's closing quote. */
  function scanQuoted(start: number): number {
    let hasDoubled = false;
    for (let from = start + 1; ; from += 2) {
      const at = text.indexOf('"', from);
      if (at === -1) return isLast ? brokenQuote : needsMore;
      if (text.charCodeAt(at + 1) === quote) {
        hasDoubled = true;
        from = at;
        continue;
      }
      if (!isLast && isOpenAfter(at)) return needsMore;
      if (!endsCell(at + 1)) return brokenQuote;
      const cell = text.slice(start + 1, at);
      cells.push(hasDoubled ? cell.replaceAll('""', '"') : cell);
      isQuoted = true;
      return at + 1;
    }
  }

  /** Position of the delimiter or line end behind the cell. */
  function scanPlain(start: number): number {
    let at = start;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === delimiter) {
        cells.push(text.slice(start, at));
        return at;
      }
      if (code === newline) break;
      at++;
    }
    if (at === text.length && !isLast) return needsMore;
    cells.push(text.slice(start, hasReturns ? trimReturn(text, start, at) : at));
    return at;
  }

  function scanCells(start: number): number {
    for (let at = start; ; at++) {
      if (dialect.skipInitialSpace && cells.length > 0 && text.charCodeAt(at) === space) at++;
      at = text.charCodeAt(at) === quote ? scanQuoted(at) : scanPlain(at);
      if (at < 0) return at;
      if (hasReturns && text.charCodeAt(at) === carriageReturn) at++;
      if (at >= text.length || text.charCodeAt(at) === newline) return at;
    }
  }

  return {
    scan(newText, start, isEnd) {
      text = newText;
      isLast = isEnd;
      cells = [];
      isQuoted = false;
      const end = scanCells(start);
      return end;
    },
    cells: () => cells,
    hasQuotes: () => isQuoted,
  };
}
