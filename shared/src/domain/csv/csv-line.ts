const needsQuotes = /[",\r\n]|^\s|\s$/;

export function quoteCell(cell: string): string {
  return needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A record as RFC 4180 has it; one without a character in it is told from a blank line by its quotes. */
export function csvLine(cells: readonly string[]): string {
  const isBlank = cells.every((cell) => cell === '');
  return `${isBlank ? '""' : ''}${cells.map(quoteCell).join(',')}\r\n`;
}
