import type { Load, LoadPlan } from './load.ts';
import { type NotAddedColumns, notAddedFile } from './not-added-file.ts';
import type { PublishedReject, RejectSurvey } from './ports.ts';

export const notAddedType = 'text/csv; charset=utf-8';

/** Where a load's not_added file lies in the results bucket. */
export const notAddedName = (plan: LoadPlan, loadId: string) =>
  `not_added/${plan.table}/${loadId}.csv`;

/** A load that never came to its columns has no rejects either. */
const noColumns: NotAddedColumns = { fileColumns: [], fileCells: [], width: 0 };

/** The surveyed rejects as the load's not_added file writes them. */
export function notAddedText(
  { id, plan }: Load,
  { mostCells, isAscii }: RejectSurvey,
  pages: AsyncIterable<readonly PublishedReject[]>,
): AsyncGenerator<string> {
  const columns = plan?.columns ?? noColumns;
  return notAddedFile({ loadId: id, columns, mostCells, needsMark: !isAscii }, pages);
}
