import type { Evidence } from './evidence.ts';
import { type Environment, phaseOf, type Stage } from './phase-name.ts';
import { findEnvironment, type RecorderPorts, untilDone } from './recorder-ports.ts';
import { refuseBusy } from './refusals.ts';
import { setUpPhases } from './set-up-phases.ts';
import type { TrackingRecord } from './tracking-record.ts';
import { attemptOf } from './work-attempt.ts';

type Work = Extract<TrackingRecord, { record: 'work-started' | 'work-ended' }>;

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
export async function recordWork(ports: RecorderPorts, work: Work): Promise<void> {
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
  const { phases } = await setUpPhases(store.phase, author, [name]);
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
