import type { GoogleType } from '../../google-type.ts';
import type { Context } from '../resolve/context.ts';
import type { Call } from '../syntax/expression.ts';

/** An aggregate as DuckDB calls it. */
export interface AggregatePlan {
  /** The call, with DISTINCT and ORDER BY in it. FILTER and OVER follow it. */
  readonly call: string;
  /** Which rows it takes; null for all. */
  readonly filter: string | null;
  readonly type: GoogleType;
  /** What becomes of the aggregate's outcome. */
  readonly finish: (sql: string) => string;
}

export interface AggregateRule {
  /** A function that only a window gives a meaning. */
  readonly needsWindow: boolean;
  readonly plan: (call: Call, context: Context) => AggregatePlan;
}
