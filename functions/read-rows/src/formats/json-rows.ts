import type { Column } from '@cutover/shared/domain/contract.ts';
import type { StoredRow } from '@cutover/shared/domain/rows/ports.ts';
import { compileJsonValue } from '../values/json-form.ts';
import type { RowsPage, RowWriter } from './row-writer.ts';

function compileObject(columns: readonly Column[]): (row: StoredRow) => string {
  const members = columns.map((column, at) => ({
    start: `${at === 0 ? '{' : ','}${JSON.stringify(column.name)}:`,
    write: compileJsonValue(column),
  }));
  return (row) => {
    let text = '';
    for (const [at, { start, write }] of members.entries()) {
      const stored = row[at] ?? null;
      text += start + (stored === null ? 'null' : write(stored));
    }
    return `${text}}`;
  };
}

/** One object with the rows as `items`, and the cursor of the next page. */
export function jsonRows({ contract, columns, next }: RowsPage): RowWriter {
  return {
    head: `{"table":${JSON.stringify(contract.table)},"items":[`,
    row: compileObject(columns),
    separator: ',',
    tail: `],"next":${JSON.stringify(next)}}\n`,
  };
}

/** A line for each row, and nothing else. */
export function ndjsonRows({ columns }: RowsPage): RowWriter {
  const write = compileObject(columns);
  return { head: '', row: (row) => `${write(row)}\n`, separator: '', tail: '' };
}
