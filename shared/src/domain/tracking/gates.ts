import { AppError } from '../app-error.ts';
import type { Evidence, EvidenceKind } from './evidence.ts';
import { type PhaseName, stageOf } from './phase-name.ts';

/** Facts that the gates look at. */
export const gateKinds: readonly EvidenceKind[] = ['validation', 'rejects', 'backup', 'drill'];

const gatedStages: readonly unknown[] = ['Data Validation', 'Cutover'];

/** True for a phase that can't succeed without evidence. */
export function isGated(phase: PhaseName): boolean {
  return gatedStages.includes(stageOf(phase));
}

function missingValidation(evidence: readonly Evidence[]): string[] {
  const last = evidence.findLast(
    ({ kind, result }) => kind === 'validation' && result !== 'started',
  );
  if (last === undefined) return ['No validation has been run.'];
  return last.result === 'passed' ? [] : [`The last validation, ${last.subject}, failed.`];
}

function openRejects(evidence: readonly Evidence[]): string[] {
  const counts = new Map(
    evidence
      .filter(({ kind }) => kind === 'rejects')
      .map(({ object_name, count }) => [object_name, count ?? 0]),
  );
  return [...counts].flatMap(([object, count]) =>
    count === 0 ? [] : [`${count} rejects of ${object ?? 'the entity'} are open.`],
  );
}

function unprovenBackup(evidence: readonly Evidence[]): string[] {
  const newest = evidence.findLast(({ kind, result }) => kind === 'backup' && result === 'passed');
  if (newest === undefined) return ['There is no backup.'];
  const drill = evidence.findLast(
    ({ kind, subject }) => kind === 'drill' && subject === newest.subject,
  );
  if (drill === undefined) return [`The newest backup, ${newest.subject}, was never proven.`];
  return drill.result === 'passed'
    ? []
    : [`The newest backup, ${newest.subject}, failed its drill.`];
}

/**
 * What stands against saying that a phase succeeded, as sentences. `evidence`: the entity's facts
 * in the phase's env, oldest first. Data Validation wants a validation whose newest run passed;
 * Cutover wants that too, no open rejects, and a newest backup that a drill has proven. Rejects
 * that nobody has counted are none.
 */
export function findObstacles(phase: PhaseName, evidence: readonly Evidence[]): string[] {
  switch (stageOf(phase)) {
    case 'Data Validation':
      return missingValidation(evidence);
    case 'Cutover':
      return [
        ...openRejects(evidence),
        ...unprovenBackup(evidence),
        ...missingValidation(evidence),
      ];
    default:
      return [];
  }
}

export function refuseGate(phase: PhaseName, obstacles: readonly string[]): AppError {
  const message = `${phase} can't succeed yet: ${obstacles.join(' ')} Give override_reason to say so all the same.`;
  return new AppError('gate-closed', message, {
    details: obstacles.map((obstacle) => ({ at: '/is_successful', message: obstacle })),
  });
}
