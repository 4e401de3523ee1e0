import type { HireCounter } from '@cutover/shared/domain/hiring-report.ts';
import type { ResultStore } from '@cutover/shared/domain/ingest/ports.ts';
import { chooseFormat, mediaTypesOf } from '@cutover/shared/runtime/choose-format.ts';
import { type Route, route } from '@cutover/shared/runtime/route.ts';
import { answerReport, saveReport } from './answer-report.ts';
import { documentationOf } from './documentation.ts';
import { formats } from './formats/formats.ts';
import { reportHiringByDepartment } from './hiring-by-department.ts';
import { reportQuarterlyHired } from './quarterly-hired.ts';
import { type EngineName, querySchema } from './query.ts';
import type { Report } from './report.ts';

export interface Ports {
  readonly hires: Readonly<Record<EngineName, HireCounter>>;
  readonly results: Pick<ResultStore, 'write'>;
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
}

type MakeReport = (hires: HireCounter, year: number, includesUnknown: boolean) => Promise<Report>;

function reportRoute(
  facts: Pick<Route<Ports>, 'paths' | 'summary' | 'documentation'>,
  makeReport: MakeReport,
): Route<Ports> {
  return route({
    ...facts,
    method: 'GET',
    access: 'viewer',
    query: querySchema,
    produces: mediaTypesOf(formats),
    run: async ({ hires, results }: Ports, { query, headers }) => {
      const format = chooseFormat(query.format, headers.accept, formats) ?? 'json';
      const report = await makeReport(hires[query.engine], query.year, query.include_unknown);
      const savedTo = query.save ? await saveReport(report, format, results) : null;
      return answerReport(report, format, savedTo);
    },
  });
}

export const routes: readonly Route<Ports>[] = [
  reportRoute(
    {
      paths: ['/quarterly-hired', '/metrics/hiring_by_quarter'],
      summary: 'Hires of a year by department, job and quarter',
      documentation: documentationOf.hiring_by_quarter,
    },
    async (hires, year, includesUnknown) =>
      reportQuarterlyHired(year, await hires.countByQuarter(year), includesUnknown),
  ),
  reportRoute(
    {
      paths: ['/hiring-by-department', '/metrics/departments_above_mean'],
      summary: 'Departments that hired more than the mean of a year',
      documentation: documentationOf.departments_above_mean,
    },
    async (hires, year, includesUnknown) =>
      reportHiringByDepartment(year, await hires.countByDepartment(year), includesUnknown),
  ),
];
