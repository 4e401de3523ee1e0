import { listObstacles } from '@cutover/shared/domain/truncate/list-obstacles.ts';
import { surveyTruncate } from '@cutover/shared/domain/truncate/survey-truncate.ts';
import { describeTable } from './describe-table.ts';
import type { Ports } from './ports.ts';
import type { TruncateBody } from './truncate-body.ts';

const sampleSize = 3;

const countOf = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** What would go, with a sample of its rows, and what stands in the way; changes nothing. */
export async function previewTruncate(ports: Ports, { tables: chosen, force }: TruncateBody) {
  const { database } = ports;
  const survey = await surveyTruncate(ports, chosen);
  const { reasons, advice } = listObstacles(survey, force === true);
  const rows = survey.tables.reduce((sum, table) => sum + table.rows, 0);
  const would = `Nothing was changed. ${countOf(rows, 'row')} of ${countOf(survey.tables.length, 'table')} would go`;
  const wayOn = `send "confirm": "${database}" to empty ${survey.tables.length === 1 ? 'it' : 'them'}.`;
  return {
    truncated: false,
    message:
      reasons.length === 0
        ? `${would}; ${wayOn}`
        : `${would}, but they can't yet; "obstacles" says why. ${advice} Then ${wayOn}`,
    database,
    rows,
    obstacles: reasons.map(({ at, message }) => ({ table: at, message })),
    tables: await Promise.all(
      survey.tables.map(async (table) => ({
        ...describeTable(table),
        sample: await ports.readSample(table.contract, sampleSize),
      })),
    ),
  };
}
