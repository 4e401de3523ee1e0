import type { StopStack } from '../../local/stop-stack.ts';
import { measureLargeTables } from '../measure-large-tables.ts';
import { postToFunction } from '../post-to-function.ts';
import { ours } from './judge-restores.ts';
import { takeBenchSet } from './take-bench-set.ts';

/** Restores tables of large values. False where that takes more memory than promised. */
export const measureMemory = (stack: StopStack): Promise<boolean> =>
  measureLargeTables(ours, stack, async (opened, table, pool) => {
    const { id } = await takeBenchSet(pool, opened, table);
    return { restore: () => postToFunction(opened, '/restore-table', { table, set_id: id }) };
  });
