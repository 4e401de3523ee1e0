import { AppError } from '../app-error.ts';
import { quoteCell } from '../cells/cell-fault.ts';
import type { KeyLink } from './key-link.ts';

/** Rows whose foreign key leads to no row. */
export interface Orphans {
  readonly link: KeyLink;
  readonly rows: number;
  /** The values of one of them, in the order of the link's columns. */
  readonly example: readonly string[];
}

function describeOrphans({ link, rows, example }: Orphans, isReplaced: boolean): string {
  const { table, parentTable, columns, parentColumns } = link;
  const values = columns.map((column, at) => `${column} = ${quoteCell(example[at] ?? '')}`);
  const who = rows === 1 ? `1 row of ${table} refers` : `${rows} rows of ${table} refer`;
  const lack = isReplaced ? 'would not have afterwards' : 'does not have';
  const key = parentColumns.join(', ');
  return `${who} to a ${key} that ${parentTable} ${lack}, e.g. ${values.join(', ')}.`;
}

/** The refusal to leave rows behind whose foreign keys lead nowhere; `replaced` are the tables at hand. */
export function refuseOrphans(
  orphans: readonly Orphans[],
  replaced: ReadonlySet<string>,
): AppError {
  const sentences = orphans.map((found) =>
    describeOrphans(found, replaced.has(found.link.parentTable)),
  );
  const others = new Set(
    orphans
      .flatMap(({ link }) => [link.table, link.parentTable])
      .filter((table) => !replaced.has(table)),
  );
  const advice =
    others.size === 0
      ? ''
      : ` Do the same to ${[...others].join(', ')} in one call, or mend those rows first.`;
  return new AppError('conflict', `Nothing was changed. ${sentences.join(' ')}${advice}`, {
    details: sentences.map((message, at) => ({ at: orphans[at]?.link.table ?? '', message })),
  });
}
