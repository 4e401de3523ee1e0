import { setTimeout as pause } from 'node:timers/promises';
import { isDeadlock, translateMysqlError } from './translate-mysql-error.ts';

const attempts = 6;

/**
 * Runs a transaction, and again after a while where the database chose it to give way to others; six
 * times at most. Errors come in Cutover's words.
 */
export async function yielding<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await transaction();
    } catch (error) {
      if (!isDeadlock(error) || tried === attempts) throw translateMysqlError(error);
      await pause(20 * 2 ** tried * (0.5 + Math.random()));
    }
  }
}
