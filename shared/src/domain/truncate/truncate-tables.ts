import { AppError } from '../app-error.ts';
import type { About } from '../restore/ports.ts';
import { listObstacles } from './list-obstacles.ts';
import type { TruncatePorts } from './ports.ts';
import { type SurveyedTable, surveyTruncate, type TruncateSurvey } from './survey-truncate.ts';

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

/** The journal has been told of the backups that were `told`. */
function refuseOthers(told: About, found: About): void {
  if (JSON.stringify(told) === JSON.stringify(found)) return;
  const message =
    'Nothing was changed: rows or backups are not what they were a moment ago. Try again.';
  throw new AppError('conflict', message);
}

function refuseObstacles(survey: TruncateSurvey, isForced: boolean): void {
  const { reasons, advice } = listObstacles(survey, isForced);
  if (reasons.length === 0) return;
  const sentences = reasons.map(({ message }) => message).join(' ');
  const message = `Nothing was changed. ${sentences} ${advice}`;
  throw new AppError('conflict', message, { details: reasons });
}

/**
 * Empties tables at one instant. Fails with `conflict`, and nothing changed, where `confirm` is not
 * the database's name, where rows of other tables refer to these, and, unless it is forced, where
 * the newest proven backup of a table does not hold exactly the rows that it has. That is compared
 * twice: before anything is done, and when nobody can write to the tables until they are emptied.
 * `unsupported` are more tables than so can be shut, unless it is forced.
 */
export async function truncateTables(
  ports: TruncatePorts,
  { tables: chosen, confirm, isForced, about }: TruncateRequest,
): Promise<Truncated> {
  if (confirm !== ports.database) {
    const message = `Nothing was changed: "confirm" must be the name of the database, which is ${ports.database}.`;
    throw new AppError('conflict', message, { details: [{ at: '/confirm', message }] });
  }
  let survey = await surveyTruncate(ports, chosen);
  refuseObstacles(survey, isForced);
  const names = survey.tables.map(({ contract }) => contract.table);
  const backups = describeBackups(survey.tables, isForced);
  const check = async () => {
    survey = await surveyTruncate(ports, names);
    refuseObstacles(survey, isForced);
    refuseOthers(backups, describeBackups(survey.tables, isForced));
  };
  const told = { ...about, ...backups };
  const { id } = await ports.replacer.empty(names, told, isForced ? undefined : check);
  return { id, tables: survey.tables };
}
