import { setTimeout as pause } from 'node:timers/promises';
import type { PoolConnection } from 'mysql2/promise';
import { AppError } from '../../../domain/app-error.ts';
import { isDeadlock } from '../translate-mysql-error.ts';

/** While a statement waits for a table, everybody else who wants it waits behind: so not for long. */
export const lockWaitSeconds = 3;
const attempts = 5;
/** Others get the table in between. */
const pauseMs = 500;

/**
 * Runs statements that want tables for themselves, again where transactions of others were in
 * their way. Fails with `busy`, naming `tables`, where they always are.
 */
export async function withPatience<T>(
  connection: PoolConnection,
  tables: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  await connection.query('SET lock_wait_timeout = ?', [lockWaitSeconds]);
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (cause) {
      await connection.query('UNLOCK TABLES');
      if (!isDeadlock(cause)) throw cause;
      if (tried === attempts) {
        const message = `Transactions that are open keep ${tables.join(', ')} from being replaced. Try again when they have ended.`;
        throw new AppError('busy', message, { cause });
      }
      await pause(pauseMs);
    }
  }
}
