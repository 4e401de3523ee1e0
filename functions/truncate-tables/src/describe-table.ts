import type { SurveyedTable } from '@cutover/shared/domain/truncate/survey-truncate.ts';

/** A table with its rows, and the set by which they can be restored. */
export const describeTable = ({ contract, rows, backup }: SurveyedTable) => ({
  table: contract.table,
  rows,
  set_id: backup?.setId ?? null,
  taken_at: backup?.takenAt ?? null,
});
