import { invalid } from '../api-error.ts';
import type { Bound } from '../engine/bound.ts';
import type { Services } from '../services.ts';
import type { Statement } from '../sql/statement.ts';
import type { TableName } from '../table-name.ts';
import type { Destination } from './open-destination.ts';
import type { QueryText } from './translate-query.ts';

export interface QueryWork {
  readonly query: QueryText;
  /** The values of the query's parameters, in their order. */
  readonly bound: readonly Bound[];
  /** The table that takes the rows of a SELECT; null leaves them with the job. */
  readonly destination: Destination | null;
}

/** A statement with the values of its $n. */
export interface BoundStatement extends Statement {
  readonly values: readonly Bound[];
}

/** Translates over what the catalogue holds now: to be called where that stays so. */
export function bindStatement(
  { translate }: Services,
  { query, bound }: QueryWork,
): BoundStatement {
  const statement = translate(query);
  return { ...statement, values: statement.binds.flatMap((index) => bound[index] ?? []) };
}

/** What DML or DDL is about. */
export function requireTarget({ kind, target }: Statement): TableName {
  if (target === null) throw invalid(`${kind} has no target`);
  return target;
}
