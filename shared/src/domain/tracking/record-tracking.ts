import { AppError } from '../app-error.ts';
import type { Evidence, EvidenceStore } from './evidence.ts';
import { objectIdOf } from './object-id.ts';
import { type Environment, phaseOf, type Stage } from './phase-name.ts';
import { refuseBusy, refuseReferences } from './refusals.ts';
import { setUpPhases } from './set-up-phases.ts';
import type { ProgressRecorder, TrackingRecord } from './tracking-record.ts';
import type { TrackingStore } from './tracking-store.ts';
import { attemptOf } from './work-attempt.ts';

export interface RecorderPorts {
  readonly store: Pick<TrackingStore, 'phase' | 'progress' | 'entity' | 'entity_object'>;
  readonly evidence: EvidenceStore;
  /** The function that records; it is the author of what it changes. */
  readonly recordedBy: string;
}

type Work = Extract<TrackingRecord, { record: 'work-started' | 'work-ended' }>;
type ObjectSize = Extract<TrackingRecord, { record: 'object-size' }>;

const mostTries = 10;

/** Fails that a newer look at what is there cures. */
const isOvertaken = (error: unknown) =>
  error instanceof AppError &&
  ['conflict', 'precondition-failed', 'not-found'].includes(error.code);

/** Tries again what others overtook; what it does begins with a look at what is there. */
async function untilDone(refusal: () => AppError, work: () => Promise<void>): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isOvertaken(error)) throw error;
    }
  }
  throw refusal();
}

async function findEnvironment(ports: RecorderPorts, entity_id: number): Promise<Environment> {
  const entity = await ports.store.entity.get({ entity_id });
  if (entity !== null) return entity.record.env;
  throw refuseReferences([{ field: 'entity_id', resource: 'entity', key: String(entity_id) }]);
}

function factOf(work: Work, env: Environment, recordedBy: string): Evidence {
  const hasEnded = work.record === 'work-ended';
  return {
    evidence_id: `${work.work}/${work.work_id}/${hasEnded ? 'ended' : 'started'}`,
    kind: work.work,
    entity_id: work.entity_id,
    env,
    stage: work.stage,
    subject: work.work_id,
    object_name: work.object_name,
    result: hasEnded ? (work.is_successful ? 'passed' : 'failed') : 'started',
    count: hasEnded ? work.count : null,
    started_at: work.started_at,
    occurred_at: hasEnded ? work.ended_at : work.started_at,
    link: hasEnded ? work.link : null,
    detail: hasEnded ? work.detail : null,
    recorded_by: recordedBy,
  };
}

/** Keeps the work as evidence, and brings the progress of its phase up to what all the evidence says. */
async function recordWork(ports: RecorderPorts, work: Work): Promise<void> {
  const { evidence, recordedBy } = ports;
  const { entity_id, stage } = work;
  const [ownEnv, known] = await Promise.all([
    findEnvironment(ports, entity_id),
    evidence.read(entity_id, null, [work.work]),
  ]);
  // What has begun in one environment ends there, whichever the entity has gone on to.
  const env = known.find(({ subject }) => subject === work.work_id)?.env ?? ownEnv;
  await evidence.keep([factOf(work, env, recordedBy)]);
  await untilDone(
    () => refuseBusy('entity', { entity_id }),
    () => bringUpToDate(ports, entity_id, stage, env),
  );
}

async function bringUpToDate(
  ports: RecorderPorts,
  entity_id: number,
  stage: Stage,
  env: Environment,
): Promise<void> {
  const { store, evidence, recordedBy } = ports;
  const author = { actor: recordedBy };
  const name = phaseOf(stage, env);
  const phases = await setUpPhases(store.phase, author, [name]);
  const step_id = phases.find((phase) => phase.name === name)?.step_id;
  if (step_id === undefined) return;
  const [current, facts] = await Promise.all([
    store.progress.get({ step_id, entity_id }),
    evidence.read(entity_id, env, ['load', 'restore', 'schema', 'validation']),
  ]);
  const ofStage = facts.filter((fact) => fact.stage === stage);
  const attempt = attemptOf(ofStage, current?.record ?? null);
  if (attempt === null) return;
  const progress = { step_id, entity_id, ...attempt };
  if (current === null) {
    await store.progress.create(progress, author);
    return;
  }
  const { record, version } = current;
  // A person has begun a later attempt: that one stands.
  if (progress.start_date_time < record.start_date_time) return;
  if (JSON.stringify(progress) === JSON.stringify(record)) return;
  await store.progress.replace(progress, author, version);
}

async function recordSize(ports: RecorderPorts, size: ObjectSize): Promise<void> {
  const { store, recordedBy } = ports;
  const { entity_id, name, size_in_mb } = size;
  const author = { actor: recordedBy };
  let object_id = objectIdOf(entity_id, name);
  const refusal = () => refuseBusy('entity_object', { object_id });
  await untilDone(refusal, async () => {
    const page = { limit: 1, cursor: null };
    const [known] = (await store.entity_object.list({ entity_id, name }, page)).items;
    if (known === undefined) {
      const isTaken = (await store.entity_object.get({ object_id })) !== null;
      if (isTaken) object_id += 1;
      await store.entity_object.create({ object_id, entity_id, name, size_in_mb }, author);
    } else if (known.record.size_in_mb !== size_in_mb) {
      await store.entity_object.replace({ ...known.record, size_in_mb }, author, known.version);
    }
  });
}

/** Records what a function tells of itself in the tracking tables. */
export function trackingRecorder(ports: RecorderPorts): ProgressRecorder {
  return {
    async record(record) {
      switch (record.record) {
        case 'work-started':
        case 'work-ended':
          return recordWork(ports, record);
        case 'object-size':
          return recordSize(ports, record);
        case 'fact': {
          const { record: _, ...fact } = record;
          const env = await findEnvironment(ports, fact.entity_id);
          return ports.evidence.keep([{ ...fact, env, recorded_by: ports.recordedBy }]);
        }
      }
    },
  };
}
