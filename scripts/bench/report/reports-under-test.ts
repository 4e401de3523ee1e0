import { countHiresByDepartment } from '@cutover/shared/adapters/mysql/hires/count-hires-by-department.ts';
import { countHiresByQuarter } from '@cutover/shared/adapters/mysql/hires/count-hires-by-quarter.ts';
import type { Reach } from '@cutover/shared/adapters/mysql/hires/reach.ts';
import type { Statement } from '@cutover/shared/adapters/mysql/statement.ts';
import type { HireCounter } from '@cutover/shared/domain/hiring-report.ts';
import { reportHiringByDepartment } from '../../../functions/report-hiring/src/hiring-by-department.ts';
import { reportQuarterlyHired } from '../../../functions/report-hiring/src/quarterly-hired.ts';
import type { Report } from '../../../functions/report-hiring/src/report.ts';
import { usualAboveMean, usualQuarterly } from './usual-queries.ts';

export interface ReportUnderTest {
  readonly name: string;
  readonly usual: (table: string, year: number) => string;
  /** All that report-hiring does but writing the format. */
  readonly make: (hires: HireCounter, year: number) => Promise<Report>;
  readonly statement: (year: number, reach: Reach) => Statement;
}

export const reportsUnderTest: readonly ReportUnderTest[] = [
  {
    name: 'hiring_by_quarter',
    usual: usualQuarterly,
    make: async (hires, year) =>
      reportQuarterlyHired(year, await hires.countByQuarter(year), false),
    statement: countHiresByQuarter,
  },
  {
    name: 'departments_above_mean',
    usual: usualAboveMean,
    make: async (hires, year) =>
      reportHiringByDepartment(year, await hires.countByDepartment(year), false),
    statement: countHiresByDepartment,
  },
];
