import type { CountedSet } from '@cutover/shared/domain/hiring-report.ts';

export type Cell = string | number;

/** What a report does not show. A key that is missing does not apply to the report. */
export interface LeftOut {
  /** Records of hired_employees that were refused and are not repaired yet, of whatever year. */
  readonly open_rejects: number;
  /** Hires in the table whose year is unknown. */
  readonly without_date: number;
  /** Hires of the year without a department. */
  readonly without_department: number;
  /** Hires of the year with a department, but without a job. */
  readonly without_job?: number;
}

/** One bar of the chart; its parts lie one after the other. */
export interface Bar {
  readonly label: string;
  readonly parts: readonly number[];
}

/** A report before it is written in one of the formats. */
export interface Report {
  readonly name: 'hiring_by_quarter' | 'departments_above_mean';
  readonly title: string;
  readonly year: number;
  readonly includesUnknown: boolean;
  /** What the JSON tells beside the rows: totals, the mean. */
  readonly facts: Readonly<Record<string, number | null>>;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly leftOut: LeftOut;
  /** Where a backup set was counted; without it the database's own rows were. */
  readonly set?: CountedSet;
  readonly chart: {
    readonly bars: readonly Bar[];
    /** The names of the parts, where a bar has more than one. */
    readonly parts: readonly string[];
    readonly mark: { readonly label: string; readonly value: number } | null;
  };
}

/** How hires without a department or a job are shown where they are asked for. */
export const unknown = { id: -1, name: '(Unknown)' } as const;
