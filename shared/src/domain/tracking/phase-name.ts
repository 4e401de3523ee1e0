import * as z from 'zod';

/** The seventeen phases in their order, as they are shown and stored. */
export const phaseNames = [
  'Not Started',
  'Dev Schema Conversion',
  'Dev Schema Before Constraints',
  'Dev Data Movement',
  'Dev Schema After Constraints',
  'Dev Data Validation',
  'Dev Application Conversion',
  'Dev Data Migration',
  'Dev Cutover',
  'Prod Schema Conversion',
  'Prod Schema Before Constraints',
  'Prod Data Movement',
  'Prod Schema After Constraints',
  'Prod Data Validation',
  'Prod Application Conversion',
  'Prod Data Migration',
  'Prod Cutover',
] as const;

export type PhaseName = (typeof phaseNames)[number];

/** A phase's work, whichever environment it is done in. */
export const stages = [
  'Schema Conversion',
  'Schema Before Constraints',
  'Data Movement',
  'Schema After Constraints',
  'Data Validation',
  'Application Conversion',
  'Data Migration',
  'Cutover',
] as const;

export type Stage = (typeof stages)[number];

export const environments = ['Development', 'Production'] as const;

export type Environment = (typeof environments)[number];

/** `DEV_CUT_OVER` for `Dev Cutover`: the name that the older phase service's code gives a phase. */
export function enumNameOf(name: PhaseName): string {
  return name.toUpperCase().replaceAll(' ', '_').replace('CUTOVER', 'CUT_OVER');
}

/** The environment that a phase belongs to; null for `Not Started`. */
export function environmentOf(name: PhaseName): Environment | null {
  if (name.startsWith('Dev ')) return 'Development';
  return name.startsWith('Prod ') ? 'Production' : null;
}

/** The stage of a phase; null for `Not Started`. */
export function stageOf(name: PhaseName): Stage | null {
  return stages.find((stage) => name.endsWith(` ${stage}`)) ?? null;
}

/** The phase in which an environment does a stage. */
export function phaseOf(stage: Stage, environment: Environment): PhaseName {
  return `${environment === 'Production' ? 'Prod' : 'Dev'} ${stage}`;
}

const byLetters = new Map(phaseNames.map((name) => [lettersOf(name), name]));

/** Letters alone, the environment first: `DATA_MOVEMENT_DEV` and `Dev Data Movement` have the same. */
function lettersOf(text: string): string {
  const letters = text.toLowerCase().replaceAll(/[\s_-]/g, '');
  return letters.replace(/^(.+)(dev|prod)$/, '$2$1');
}

/** Reads a phase's name as it is shown, or as an enum's (`DEV_DATA_MOVEMENT`, `DATA_MOVEMENT_DEV`). */
export function readPhaseName(text: string): PhaseName | undefined {
  return byLetters.get(lettersOf(text));
}

export const phaseNameSchema = z.string('name must be text.').transform((text, context) => {
  const name = readPhaseName(text);
  if (name !== undefined) return name;
  const message = `There is no phase ${JSON.stringify(text)}; there are ${phaseNames.join(', ')}.`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});
