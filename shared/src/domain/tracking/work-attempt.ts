import { dateTimeOf } from './date-time.ts';
import type { Evidence } from './evidence.ts';
import type { Progress } from './progress.ts';

interface Work {
  readonly objectName: string | null;
  readonly startedAt: string;
  /** null while it goes on. */
  readonly endedAt: string | null;
  readonly isSuccessful: boolean;
}

/** What an attempt's progress says, apart from whose it is. */
export type Attempt = Omit<Progress, 'step_id' | 'entity_id'>;

function readWorks(evidence: readonly Evidence[]): Work[] {
  const works = new Map<string, Work>();
  for (const { subject, result, object_name, started_at, occurred_at } of evidence) {
    const isEnd = result !== 'started';
    if (!isEnd && works.has(subject)) continue;
    works.set(subject, {
      objectName: object_name,
      startedAt: started_at ?? occurred_at,
      endedAt: isEnd ? occurred_at : null,
      isSuccessful: result === 'passed',
    });
  }
  return [...works.values()];
}

const newerThanAll = '9999-12-31';
const endOf = (work: Work) => work.endedAt ?? newerThanAll;

/** The newest of the works, and those that ran at the same time as it or as one of these. */
function newestGroup(works: readonly Work[]): Work[] {
  let group: Work[] = [];
  let until = '';
  for (const work of works.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))) {
    group = work.startedAt <= until ? [...group, work] : [work];
    until = [until, endOf(work)].reduce((a, b) => (a > b ? a : b));
  }
  return group;
}

/** `group`: the works of the newest attempt. */
function allSucceeded(works: readonly Work[], group: readonly Work[]): boolean {
  const lastOfObject = new Map(
    works
      .filter((work) => work.objectName !== null || group.includes(work))
      .toSorted((a, b) => (endOf(a) < endOf(b) ? -1 : 1))
      .map((work) => [work.objectName, work.isSuccessful]),
  );
  return [...lastOfObject.values()].every((isSuccessful) => isSuccessful);
}

/**
 * What works of one phase come to: works that overlap are one attempt, which begins with the first
 * and ends with the last of them. It succeeded where the last work on every object did, those of
 * earlier attempts included; a work on no object, which nothing could ever make good, counts in its
 * own attempt alone. `current`: an attempt that one of the works began keeps its start,
 * in whatever order the works became known. null where there is no work.
 */
export function attemptOf(
  evidence: readonly Evidence[],
  current: Pick<Progress, 'start_date_time'> | null,
): Attempt | null {
  const works = readWorks(evidence);
  const group = newestGroup(works);
  const starts = group.map(({ startedAt }) => dateTimeOf(new Date(startedAt))).toSorted();
  const start = starts.find((one) => one === current?.start_date_time) ?? starts[0];
  if (start === undefined) return null;
  const ends = group.map(({ endedAt }) => endedAt);
  const lastEnd = ends.reduce((a, b) => (a === null || b === null ? null : a > b ? a : b), '');
  return {
    start_date_time: start,
    end_date_time: lastEnd === null ? null : dateTimeOf(new Date(lastEnd)),
    is_successful: lastEnd === null ? null : allSucceeded(works, group),
  };
}
