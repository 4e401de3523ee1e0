import type { DepartmentCount, YearOfHires } from '@cutover/shared/domain/hiring-report.ts';
import { type Report, unknown } from './report.ts';

const countHires = (counts: readonly { readonly hired: number }[]) =>
  counts.reduce((total, { hired }) => total + hired, 0);

/**
 * The departments that hired more than the mean of the year over the departments that hired, by
 * hires descending, then id. A hire counts for its department whether its job is known or not.
 */
export function reportHiringByDepartment(
  year: number,
  hires: YearOfHires<DepartmentCount>,
  includesUnknown: boolean,
): Report {
  const { counts, departments, withoutDate, openRejects, set } = hires;
  const isShown = ({ departmentId }: DepartmentCount) => includesUnknown || departmentId !== null;
  const hiring = counts.filter(isShown).map(({ departmentId, hired }) => ({
    id: departmentId ?? unknown.id,
    department: (departmentId === null ? undefined : departments.get(departmentId)) ?? unknown.name,
    hired,
  }));
  const total = countHires(hiring);
  const mean = hiring.length === 0 ? null : total / hiring.length;
  const above = hiring
    .filter(({ hired }) => hired * hiring.length > total)
    .sort((a, b) => b.hired - a.hired || a.id - b.id);
  return {
    name: 'departments_above_mean',
    title: `Departments that hired more than the mean, ${year}`,
    year,
    includesUnknown,
    facts: { hires: countHires(counts), departments: hiring.length, mean },
    columns: ['id', 'department', 'hired'],
    rows: above.map(({ id, department, hired }) => [id, department, hired]),
    leftOut: {
      open_rejects: openRejects,
      without_date: withoutDate,
      without_department: countHires(counts.filter((count) => !isShown(count))),
    },
    ...(set === undefined ? {} : { set }),
    chart: {
      bars: above.map(({ department, hired }) => ({ label: department, parts: [hired] })),
      parts: ['hired'],
      mark: mean === null ? null : { label: `mean ${formatMean(mean)}`, value: mean },
    },
  };
}

/** Two digits after the point, none where they would be zeros. */
export function formatMean(mean: number): string {
  return mean.toFixed(2).replace(/\.00$/, '');
}
