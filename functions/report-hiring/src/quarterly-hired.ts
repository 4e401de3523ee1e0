import { compareCodePoints } from '@cutover/shared/domain/code-point-order.ts';
import type { QuarterCount, YearOfHires } from '@cutover/shared/domain/hiring-report.ts';
import { type Bar, type Report, unknown } from './report.ts';

const quarterNames = ['Q1', 'Q2', 'Q3', 'Q4'] as const;

interface Line {
  readonly department: string;
  readonly job: string;
  readonly quarters: readonly number[];
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, next) => total + next, 0);
const countHires = (counts: readonly QuarterCount[]) =>
  sum(counts.map(({ quarters }) => sum(quarters)));

/** A department's quarters, all its jobs together, in the order of the lines. */
function sumByDepartment(lines: readonly Line[]): Bar[] {
  const bars = new Map<string, readonly number[]>();
  for (const { department, quarters } of lines) {
    const before = bars.get(department) ?? quarters.map(() => 0);
    bars.set(
      department,
      quarters.map((count, quarter) => count + (before[quarter] ?? 0)),
    );
  }
  return [...bars].map(([label, parts]) => ({ label, parts }));
}

/** Hires per department and job in each quarter, by department, then job, in code-point order. */
export function reportQuarterlyHired(
  year: number,
  hires: YearOfHires<QuarterCount>,
  includesUnknown: boolean,
): Report {
  const { counts, departments, jobs, withoutDate, openRejects, set } = hires;
  const isShown = ({ departmentId, jobId }: QuarterCount) =>
    includesUnknown || (departmentId !== null && jobId !== null);
  const nameOf = (names: ReadonlyMap<number, string>, id: number | null) =>
    (id === null ? undefined : names.get(id)) ?? unknown.name;
  const lines = counts
    .filter(isShown)
    .map(({ departmentId, jobId, quarters }) => ({
      department: nameOf(departments, departmentId),
      job: nameOf(jobs, jobId),
      quarters,
    }))
    .sort(
      (a, b) => compareCodePoints(a.department, b.department) || compareCodePoints(a.job, b.job),
    );
  const hidden = counts.filter((count) => !isShown(count));
  const withoutDepartment = hidden.filter(({ departmentId }) => departmentId === null);
  return {
    name: 'hiring_by_quarter',
    title: `Hires by quarter, ${year}`,
    year,
    includesUnknown,
    facts: { hires: countHires(counts), listed: countHires(counts.filter(isShown)) },
    columns: ['department', 'job', ...quarterNames],
    rows: lines.map(({ department, job, quarters }) => [department, job, ...quarters]),
    leftOut: {
      open_rejects: openRejects,
      without_date: withoutDate,
      without_department: countHires(withoutDepartment),
      without_job: countHires(hidden) - countHires(withoutDepartment),
    },
    ...(set === undefined ? {} : { set }),
    chart: { bars: sumByDepartment(lines), parts: quarterNames, mark: null },
  };
}
