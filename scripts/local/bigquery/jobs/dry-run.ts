import type { Services } from '../services.ts';
import type { QueryWork } from './bind-statement.ts';
import { describeStatement } from './statement-statistics.ts';

/** Checks a query and tells what it would read and answer; nothing is run. */
export function dryRun({ catalogue, translate }: Services, { query }: QueryWork) {
  const statement = translate(query);
  return { columns: statement.columns, statistics: describeStatement(catalogue, statement) };
}
