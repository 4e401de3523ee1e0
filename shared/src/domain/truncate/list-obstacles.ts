import type { ErrorDetail } from '../app-error.ts';
import type { ReferringRows } from './ports.ts';
import type { TruncateSurvey } from './survey-truncate.ts';

/** Why tables can't be emptied, and what to do about it. */
export interface Obstacles {
  /** Of each table one sentence; none where nothing stands in the way. */
  readonly reasons: readonly Required<Pick<ErrorDetail, 'at' | 'message'>>[];
  /** Sentences. */
  readonly advice: string;
}

const describeReferring = ({ child, parent, rows }: ReferringRows) =>
  `${rows === 1 ? `1 row of ${child} refers` : `${rows} rows of ${child} refer`} to ${parent}.`;

/**
 * What stands in the way of emptying the tables of a survey: rows of others that refer to them, and,
 * unless it is forced, tables whose rows no proven backup holds.
 */
export function listObstacles(survey: TruncateSurvey, isForced: boolean): Obstacles {
  const referring = survey.referring.map((found) => ({
    at: found.parent,
    message: describeReferring(found),
  }));
  const lacking = isForced
    ? []
    : survey.tables.flatMap(({ contract: { table }, lack }) =>
        lack === null ? [] : [{ at: table, message: lack }],
      );
  const children = [...new Set(survey.referring.map(({ child }) => child))];
  const advice = [
    ...(children.length === 0 ? [] : [`Name ${children.join(', ')} too.`]),
    ...(lacking.length === 0
      ? []
      : [
          'Take a backup and have it verified (POST /backup-data with {"verify": true}), or send "force": true with a "reason".',
        ]),
  ];
  return { reasons: [...referring, ...lacking], advice: advice.join(' ') };
}
