/** Hires of one department in one job, by quarter of the year. null: the hire names none. */
export interface QuarterCount {
  readonly departmentId: number | null;
  readonly jobId: number | null;
  readonly quarters: readonly [number, number, number, number];
}

/** Hires of one department in the whole year, whatever the job. null: the hire names none. */
export interface DepartmentCount {
  readonly departmentId: number | null;
  readonly hired: number;
}

/** A backup set whose rows were counted. */
export interface CountedSet {
  readonly id: string;
  /** The instant that it shows, ISO 8601 in UTC. */
  readonly takenAt: string;
}

/** All hires of one UTC year, counted, and what no count of any year holds. */
export interface YearOfHires<Count> {
  /** Every hire of the year is in exactly one of them; none is of zero hires. In no order. */
  readonly counts: readonly Count[];
  /** Names by id, also of those that hired nobody. */
  readonly departments: ReadonlyMap<number, string>;
  readonly jobs: ReadonlyMap<number, string>;
  /** Hires in the table whose year is unknown. */
  readonly withoutDate: number;
  /** Records of hired_employees that were refused and are not repaired yet, of whatever year. */
  readonly openRejects: number;
  /** Where the hires of a backup set were counted; without it they are those that the database holds. */
  readonly set?: CountedSet;
}

/** Counts hires. Each answer is of one instant: a load that runs meanwhile is in it whole chunks at a time. */
export interface HireCounter {
  countByQuarter(year: number): Promise<YearOfHires<QuarterCount>>;
  countByDepartment(year: number): Promise<YearOfHires<DepartmentCount>>;
}
