import { AppError } from '../app-error.ts';
import type { Phase } from './phase.ts';
import { type PhaseName, phaseNames } from './phase-name.ts';
import type { Author, Page, RecordStore, Stored } from './tracking-store.ts';

const pageSize = 500;

async function listPhases(store: RecordStore<'phase'>): Promise<Phase[]> {
  const phases: Phase[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Stored<Phase>> = await store.list({}, { limit: pageSize, cursor });
    phases.push(...page.items.map(({ record }) => record));
    cursor = page.next;
  } while (cursor !== null);
  return phases;
}

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

/**
 * Adds those of the phases (all seventeen, if not told otherwise) that are not there yet, and
 * answers all that are there then. Done at the same time by many, each phase is added once.
 */
export async function setUpPhases(
  store: RecordStore<'phase'>,
  author: Author,
  names: readonly PhaseName[] = phaseNames,
): Promise<readonly Phase[]> {
  for (;;) {
    const existing = await listPhases(store);
    const planned = planPhases(existing, names);
    if (planned.length === 0) return existing;
    for (const phase of planned) {
      await store.create(phase, author).catch((error: unknown) => {
        // Somebody else took the id: what is missing then is planned anew.
        if (!(error instanceof AppError && error.code === 'conflict')) throw error;
      });
    }
  }
}
