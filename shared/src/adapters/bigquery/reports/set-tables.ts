import { isSetId } from '../../../domain/backup/set-id.ts';

/** What both reports are counted from. */
export const countedTables = ['hired_employees', 'departments', 'jobs'] as const;

export type CountedTable = (typeof countedTables)[number];

const pattern = new RegExp(`^(?:${countedTables.join('|')})_(.+)$`);

/** The name of a set's table in the dataset of the reports. */
export const nameInSet = (table: CountedTable, setId: string): string =>
  `${table}_${setId.replace('-', '_')}`;

/** The set to which a table of that name belongs; null for a table that no report has made. */
export function setOfName(name: string): string | null {
  const setId = pattern.exec(name)?.[1]?.replace('_', '-') ?? '';
  return isSetId(setId) ? setId : null;
}
