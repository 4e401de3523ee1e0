import type { StopStack } from '../../local/stop-stack.ts';
import { measureLargeTables } from '../measure-large-tables.ts';
import { postToFunction } from '../post-to-function.ts';
import { ours } from './judge-backups.ts';
import { requestBackup } from './request-backup.ts';

/** Takes and proves sets of tables of large values. False where that takes more memory than promised. */
export const measureMemory = (stack: StopStack): Promise<boolean> =>
  measureLargeTables(ours, stack, async (opened, table) => {
    const take = () => requestBackup(opened, table);
    return {
      'a set': take,
      'two sets at once': () => Promise.all([take(), take()]),
      verify: () => postToFunction(opened, '/backups/newest/verify', {}),
      drill: () => postToFunction(opened, '/backups/newest/drill', {}),
    };
  });
