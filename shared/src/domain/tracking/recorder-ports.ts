import { AppError } from '../app-error.ts';
import type { EvidenceStore } from './evidence.ts';
import type { Environment } from './phase-name.ts';
import { refuseReferences } from './refusals.ts';
import type { TrackingStore } from './tracking-store.ts';

export interface RecorderPorts {
  readonly store: Pick<TrackingStore, 'phase' | 'progress' | 'entity' | 'entity_object'>;
  readonly evidence: EvidenceStore;
  /** The function that records; it is the author of what it changes. */
  readonly recordedBy: string;
}

const mostTries = 10;

/** Fails that a newer look at what is there cures. */
const isOvertaken = (error: unknown) =>
  error instanceof AppError &&
  ['conflict', 'precondition-failed', 'not-found'].includes(error.code);

/** Tries again what others overtook; what it does begins with a look at what is there. */
export async function untilDone(refusal: () => AppError, work: () => Promise<void>): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isOvertaken(error)) throw error;
    }
  }
  throw refusal();
}

/** The environment that an entity is in now. Fails with `unknown-reference` where it is not there. */
export async function findEnvironment(
  ports: RecorderPorts,
  entity_id: number,
): Promise<Environment> {
  const entity = await ports.store.entity.get({ entity_id });
  if (entity !== null) return entity.record.env;
  throw refuseReferences([{ field: 'entity_id', resource: 'entity', key: String(entity_id) }]);
}
