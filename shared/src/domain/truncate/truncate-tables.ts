import { AppError } from '../app-error.ts';
import type { About } from '../restore/ports.ts';
import { listObstacles } from './list-obstacles.ts';
import type { TruncatePorts } from './ports.ts';
import { type SurveyedTable, surveyTruncate } from './survey-truncate.ts';

export interface TruncateRequest {
  /** All where they are not named. */
  readonly tables?: readonly string[] | undefined;
  /** The database's name, by which whoever asks shows that it is the one that is meant. */
  readonly confirm: string;
  /** Does without backups. `about` says why. */
  readonly isForced: boolean;
  readonly about: About;
}

export interface Truncated {
  /** By which it can be undone. */
  readonly id: string;
  /** With the rows that they had. */
  readonly tables: readonly SurveyedTable[];
}

/** Which backups it rests on, for the journal. */
function describeBackups(tables: readonly SurveyedTable[], isForced: boolean): About {
  const sets = new Set(tables.flatMap(({ backup }) => backup?.setId ?? []));
  const bare = tables.flatMap(({ backup, contract }) => (backup === null ? contract.table : []));
  return {
    ...(sets.size === 0 ? {} : { set_id: [...sets].join(', ') }),
    ...(bare.length === 0 ? {} : { without_backup: bare.join(', ') }),
    ...(isForced ? { forced: 'true' } : {}),
  };
}

/**
 * Empties tables at one instant. Fails with `conflict`, and nothing changed, where `confirm` is not
 * the database's name, where rows of other tables refer to these, and, unless it is forced, where
 * the newest proven backup of a table does not hold exactly the rows that it has. What is written
 * between that comparison and the instant is in the rows that an undo brings back.
 */
export async function truncateTables(
  ports: TruncatePorts,
  { tables: chosen, confirm, isForced, about }: TruncateRequest,
): Promise<Truncated> {
  if (confirm !== ports.database) {
    const message = `Nothing was changed: "confirm" must be the name of the database, which is ${ports.database}.`;
    throw new AppError('conflict', message, { details: [{ at: '/confirm', message }] });
  }
  const survey = await surveyTruncate(ports, chosen);
  const { reasons, advice } = listObstacles(survey, isForced);
  if (reasons.length > 0) {
    const sentences = reasons.map(({ message }) => message).join(' ');
    const message = `Nothing was changed. ${sentences} ${advice}`;
    throw new AppError('conflict', message, { details: reasons });
  }
  const { id } = await ports.replacer.empty(
    survey.tables.map(({ contract }) => contract.table),
    { ...about, ...describeBackups(survey.tables, isForced) },
  );
  return { id, tables: survey.tables };
}
