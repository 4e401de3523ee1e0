import type { Page } from '../page.ts';
import type { Phase } from './phase.ts';
import type { RecordStore, Stored } from './tracking-store.ts';

const pageSize = 500;

/** All phases, by id. */
export async function listPhases(store: Pick<RecordStore<'phase'>, 'list'>): Promise<Phase[]> {
  const phases: Phase[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Stored<Phase>> = await store.list({}, { limit: pageSize, cursor });
    phases.push(...page.items.map(({ record }) => record));
    cursor = page.next;
  } while (cursor !== null);
  return phases;
}
