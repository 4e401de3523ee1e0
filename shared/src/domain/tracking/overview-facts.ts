import type { Entity } from './entity.ts';
import type { Phase } from './phase.ts';
import type { Environment } from './phase-name.ts';
import type { Progress } from './progress.ts';

export interface OverviewFilter {
  readonly entity_id?: number;
  readonly env?: Environment;
}

/** A progress, and how many attempts (distinct starts) it took since it was created. */
export interface TriedProgress extends Progress {
  readonly attempts: number;
}

/** An entity, and what its objects add up to. */
export interface SizedEntity extends Entity {
  readonly objects: number;
  readonly size_in_mb: number;
}

/** What the overview is worked out from. In no order; progress of other entities may be among it. */
export interface OverviewFacts {
  readonly phases: readonly Phase[];
  readonly entities: readonly SizedEntity[];
  readonly progress: readonly TriedProgress[];
}
