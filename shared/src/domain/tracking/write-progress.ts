import { AppError } from '../app-error.ts';
import type { EvidenceStore } from './evidence.ts';
import { findObstacles, gateKinds, isGated, refuseGate } from './gates.ts';
import { environmentOf } from './phase-name.ts';
import { completeProgress, type Progress, type ProgressInput } from './progress.ts';
import { referencesOf, refuseReferences, refuseUnknown } from './refusals.ts';
import type { Author, Stored, TrackingStore } from './tracking-store.ts';

export interface ProgressPorts {
  readonly store: Pick<TrackingStore, 'phase' | 'progress' | 'entity'>;
  readonly evidence: Pick<EvidenceStore, 'read'>;
  readonly now: () => Date;
}

/** Fails with `gate-closed` where a phase can't be said to have succeeded; an override opens every gate. */
async function passGate(ports: ProgressPorts, progress: Progress, isOverridden: boolean) {
  if (progress.is_successful !== true) return;
  const { step_id, entity_id } = progress;
  const phase = (await ports.store.phase.get({ step_id }))?.record;
  if (phase === undefined || !isGated(phase.name)) return;
  const env = environmentOf(phase.name);
  const [entity, evidence] = await Promise.all([
    ports.store.entity.get({ entity_id }),
    ports.evidence.read(entity_id, env, gateKinds),
  ]);
  if (entity === null) {
    const missing = referencesOf('progress', progress).filter(
      ({ resource }) => resource === 'entity',
    );
    throw refuseReferences(missing);
  }
  const obstacles = findObstacles(phase.name, evidence);
  if (obstacles.length > 0 && !isOverridden) throw refuseGate(phase.name, obstacles);
}

const withReason = (author: Author, { override_reason }: ProgressInput): Author =>
  override_reason === null ? author : { ...author, reason: override_reason };

/** Records the first attempt of an entity at a phase. Fails like `RecordStore.create`, and with `gate-closed`. */
export async function createProgress(
  ports: ProgressPorts,
  input: ProgressInput,
  author: Author,
): Promise<Stored<Progress>> {
  const progress = completeProgress(input, ports.now(), null);
  await passGate(ports, progress, input.override_reason !== null);
  return ports.store.progress.create(progress, withReason(author, input));
}

/** A start that the request leaves out is the current attempt's, as long as that is the current one. */
const mostTries = 5;

/**
 * Replaces the newest attempt, or begins another: a new start is a new attempt, an absent one
 * leaves it as it is. Fails like `RecordStore.replace`, and with `gate-closed`.
 */
export async function replaceProgress(
  ports: ProgressPorts,
  input: ProgressInput,
  author: Author,
  expectedVersion?: number,
): Promise<Stored<Progress>> {
  const { progress: store } = ports.store;
  for (let tries = 1; ; tries++) {
    const keepsStart = input.start_date_time === null;
    const current = keepsStart ? await store.get(input) : null;
    if (keepsStart && current === null) throw refuseUnknown('progress', input);
    const progress = completeProgress(input, ports.now(), current?.record ?? null);
    await passGate(ports, progress, input.override_reason !== null);
    const expected = expectedVersion ?? current?.version;
    try {
      return await store.replace(progress, withReason(author, input), expected);
    } catch (error) {
      const isMoved = error instanceof AppError && error.code === 'precondition-failed';
      if (!isMoved || expectedVersion !== undefined || tries === mostTries) throw error;
    }
  }
}
