import { toDate } from './date-time.ts';
import type { TriedProgress } from './overview-facts.ts';
import type { Phase } from './phase.ts';
import type { PhaseName } from './phase-name.ts';

/**
 * `ended`: nobody has said whether it succeeded. `skipped`: an optional phase that the entity did
 * not begin, while it has begun a later one.
 */
export type PhaseState = 'not_started' | 'running' | 'succeeded' | 'failed' | 'ended' | 'skipped';

/** One entity at one phase; times are those of the newest attempt. */
export interface PhaseProgress {
  readonly step_id: number;
  readonly name: PhaseName;
  readonly state: PhaseState;
  readonly attempts: number;
  readonly start_date_time: string | null;
  readonly end_date_time: string | null;
  /** Until now where it is running; null where it has not begun or has no end. */
  readonly duration_seconds: number | null;
}

function stateOf(progress: TriedProgress): PhaseState {
  if (progress.is_successful !== null) return progress.is_successful ? 'succeeded' : 'failed';
  return progress.end_date_time === null ? 'running' : 'ended';
}

function describeAttempt(phase: Phase, progress: TriedProgress, now: Date): PhaseProgress {
  const { start_date_time, end_date_time, attempts } = progress;
  const state = stateOf(progress);
  const until = end_date_time === null && state === 'running' ? now : end_date_time;
  const end = typeof until === 'string' ? toDate(until) : until;
  const milliseconds = end === null ? null : end.getTime() - toDate(start_date_time).getTime();
  return {
    step_id: phase.step_id,
    name: phase.name,
    state,
    attempts,
    start_date_time,
    end_date_time,
    duration_seconds: milliseconds === null ? null : Math.max(0, Math.round(milliseconds / 1000)),
  };
}

/** `furthest`: the rank of the furthest phase that the entity has begun. */
export function describePhase(
  phase: Phase,
  progress: TriedProgress | undefined,
  furthest: number,
  now: Date,
): PhaseProgress {
  if (progress !== undefined) return describeAttempt(phase, progress, now);
  return {
    step_id: phase.step_id,
    name: phase.name,
    state: phase.is_optional && furthest > phase.orders ? 'skipped' : 'not_started',
    attempts: 0,
    start_date_time: null,
    end_date_time: null,
    duration_seconds: null,
  };
}
