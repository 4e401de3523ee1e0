import { AppError } from '../app-error.ts';
import { listPhases } from './list-phases.ts';
import type { Phase } from './phase.ts';
import { type PhaseName, phaseNames } from './phase-name.ts';
import type { Author, RecordStore } from './tracking-store.ts';

/**
 * The phases that are missing among `names`, each at its place among the seventeen: as id too,
 * where that is free, else as the next id above all others.
 */
export function planPhases(existing: readonly Phase[], names: readonly PhaseName[]): Phase[] {
  const ids = new Set(existing.map(({ step_id }) => step_id));
  const present = new Set(existing.map(({ name }) => name));
  return names
    .filter((name) => !present.has(name))
    .map((name) => {
      const orders = phaseNames.indexOf(name) + 1;
      const step_id = ids.has(orders) ? Math.max(phaseNames.length, ...ids) + 1 : orders;
      ids.add(step_id);
      return { step_id, name, description: name, orders, is_optional: false, parent_step_id: null };
    });
}

export interface SetUp {
  /** What this call added; what others added meanwhile is not among it. */
  readonly added: readonly Phase[];
  /** All that are there then, by id. */
  readonly phases: readonly Phase[];
}

/** Adds a phase; null where somebody else took its id. */
async function addPhase(store: RecordStore<'phase'>, phase: Phase, author: Author) {
  try {
    return (await store.create(phase, author)).record;
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return null;
    throw error;
  }
}

/**
 * Adds those of the phases (all seventeen, if not told otherwise) that are not there yet. Done at
 * the same time by many, each phase is added once.
 */
export async function setUpPhases(
  store: RecordStore<'phase'>,
  author: Author,
  names: readonly PhaseName[] = phaseNames,
): Promise<SetUp> {
  const added: Phase[] = [];
  for (;;) {
    const phases = await listPhases(store);
    const planned = planPhases(phases, names);
    if (planned.length === 0) return { added, phases };
    // Where an id was taken, what is missing then is planned anew.
    const made = await Promise.all(planned.map((phase) => addPhase(store, phase, author)));
    added.push(...made.filter((phase) => phase !== null));
  }
}
