import { toDate } from './date-time.ts';
import type { OverviewFacts, SizedEntity, TriedProgress } from './overview-facts.ts';
import type { Phase } from './phase.ts';
import { type Environment, stageOf } from './phase-name.ts';
import { describePhase, type PhaseProgress } from './phase-progress.ts';

export interface EntityOverview {
  readonly entity_id: number;
  readonly application_name: string;
  readonly env: Environment;
  readonly objects: number;
  readonly size_in_mb: number;
  /** In the order of the phases. */
  readonly phases: readonly PhaseProgress[];
  /** Phases that succeeded or were skipped, of all but Not Started; null where there are none. */
  readonly share_done: number | null;
  readonly seconds_left: number | null;
}

export interface Overview {
  readonly entities: readonly EntityOverview[];
  readonly total: {
    readonly entities: number;
    readonly objects: number;
    readonly size_in_mb: number;
    readonly share_done: number | null;
    readonly seconds_left: number | null;
  };
}

interface Standing {
  readonly overview: EntityOverview;
  /** Milliseconds since 1970; null where nothing has begun. */
  readonly begunAt: number | null;
}

function shareDone(phases: readonly PhaseProgress[]): number | null {
  const counted = phases.filter(({ name }) => stageOf(name) !== null);
  const done = counted.filter(({ state }) => state === 'succeeded' || state === 'skipped');
  return counted.length === 0 ? null : done.length / counted.length;
}

/**
 * What was done since the first start was done at some rate; what is left takes
 * `elapsed × (1 − share) / share` at the same. null while nothing is done: nothing can be said then.
 */
function secondsLeft(share: number | null, begunAt: number | null, now: Date): number | null {
  if (share === 1) return 0;
  if (share === null || share === 0 || begunAt === null) return null;
  const elapsed = now.getTime() - begunAt;
  return elapsed <= 0 ? null : Math.round((elapsed * (1 - share)) / share / 1000);
}

function describeEntity(
  entity: SizedEntity,
  phases: readonly Phase[],
  progress: readonly TriedProgress[],
  now: Date,
): Standing {
  const own = new Map(
    progress
      .filter(({ entity_id }) => entity_id === entity.entity_id)
      .map((one) => [one.step_id, one]),
  );
  const begun = phases.filter(({ step_id }) => own.has(step_id));
  const furthest = Math.max(...begun.map(({ orders }) => orders));
  const described = phases.map((phase) =>
    describePhase(phase, own.get(phase.step_id), furthest, now),
  );
  const starts = [...own.values()].map((one) => toDate(one.start_date_time).getTime());
  const begunAt = starts.length === 0 ? null : Math.min(...starts);
  const share = shareDone(described);
  const { entity_id, application_name, env, objects, size_in_mb } = entity;
  const overview: EntityOverview = {
    entity_id,
    application_name,
    env,
    objects,
    size_in_mb,
    phases: described,
    share_done: share,
    seconds_left: secondsLeft(share, begunAt, now),
  };
  return { overview, begunAt };
}

/** An entity weighs its megabytes; one of unknown size as much as the mean of the others. */
function weigh(entities: readonly EntityOverview[]): (entity: EntityOverview) => number {
  const known = entities.map(({ size_in_mb }) => size_in_mb).filter((size) => size > 0);
  const mean = known.length === 0 ? 1 : known.reduce((sum, size) => sum + size, 0) / known.length;
  return ({ size_in_mb }) => (size_in_mb > 0 ? size_in_mb : mean);
}

function shareOfAll(entities: readonly EntityOverview[]): number | null {
  const weightOf = weigh(entities);
  let [done, all] = [0, 0];
  for (const entity of entities) {
    if (entity.share_done === null) return null;
    done += weightOf(entity) * entity.share_done;
    all += weightOf(entity);
  }
  return all === 0 ? null : done / all;
}

/** Where every entity stands at every phase, and how long the rest takes if it goes on like this. */
export function makeOverview(facts: OverviewFacts, now: Date): Overview {
  const phases = facts.phases.toSorted((a, b) => a.orders - b.orders || a.step_id - b.step_id);
  const standings = facts.entities
    .toSorted((a, b) => a.entity_id - b.entity_id)
    .map((entity) => describeEntity(entity, phases, facts.progress, now));
  const entities = standings.map(({ overview }) => overview);
  const starts = standings.flatMap(({ begunAt }) => (begunAt === null ? [] : [begunAt]));
  const share = shareOfAll(entities);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return {
    entities,
    total: {
      entities: entities.length,
      objects: sum(entities.map(({ objects }) => objects)),
      size_in_mb: sum(entities.map(({ size_in_mb }) => size_in_mb)),
      share_done: share,
      seconds_left: secondsLeft(share, starts.length === 0 ? null : Math.min(...starts), now),
    },
  };
}
