import { AppError } from './app-error.ts';
import { quoteCell } from './cells/cell-fault.ts';
import { describeNearest } from './nearest-names.ts';

const shownTables = 20;

/** The error for a name that none of `tables` has; it names those there are, the nearest first. */
export function unknownTable(name: string, tables: readonly string[]): AppError {
  const more = tables.length > shownTables ? ` and ${tables.length - shownTables} more` : '';
  const list = tables.slice(0, shownTables).join(', ') + more;
  const nearest = describeNearest(name, tables);
  const known = tables.length === 0 ? 'The database has no tables.' : `The tables are: ${list}.`;
  return new AppError('unknown-table', `There is no table ${quoteCell(name)}${nearest}. ${known}`);
}
