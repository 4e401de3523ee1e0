import { AppError, type ErrorDetail } from './app-error.ts';
import { quoteCell } from './cells/cell-fault.ts';
import type { Contract } from './contract.ts';
import type { NamedCell } from './header-cells.ts';
import type { HeaderNames } from './header-names.ts';
import { describeNearest } from './nearest-names.ts';

const shownFaults = 10;

/** The refusal of a first record: what is wrong, the columns there are, and how to say that it is data after all. */
export function refuseHeader(
  sentence: string,
  faults: readonly string[],
  { table, columns }: Contract,
): AppError {
  const details: ErrorDetail[] = faults
    .slice(0, shownFaults)
    .map((message) => ({ at: 'header', message }));
  const more = faults.length - shownFaults;
  const list = faults.slice(0, shownFaults).join('; ') + (more > 0 ? `; and ${more} more` : '');
  const names = columns.map(({ name }) => name).join(', ');
  const ways = `The columns of ${table} are ${names}. If the first record is data, set header=absent in the metadata of the object.`;
  return new AppError('invalid-object', `${sentence}: ${list}. ${ways}`, { details });
}

/** Each name with what it is said to be and the nearest names; of a long list the first ones and how many more. */
export function listUnknown(
  cells: readonly NamedCell[],
  names: HeaderNames,
  said: string,
): string[] {
  const shown = cells
    .slice(0, shownFaults)
    .map(({ name }) => `${quoteCell(name)}${said}${describeNearest(name, names.known)}`);
  const more = cells.length - shown.length;
  return more > 0 ? [...shown, `${more} more like these`] : shown;
}
