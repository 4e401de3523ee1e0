import type { Pool, PoolConnection } from 'mysql2/promise';
import { AppError } from '../../../domain/app-error.ts';
import { lockName, takeLock } from '../named-lock.ts';
import { translateFailure } from './translate-failure.ts';

/** As long as a statement may take to end whose client has died. */
const lockWaitSeconds = 10;

/**
 * A 0 is a value here, also in a column that numbers its rows. Without either of the checks, rows
 * come into an empty table as bulk, with no undo log (MariaDB 10.6 and later). Neither is missed:
 * rows are counted as they are added, unique keys are built after them, and foreign keys are looked
 * through before any table is replaced.
 */
const sessionSetup = `SET sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO'),
  foreign_key_checks = 0, unique_checks = 0`;

/**
 * Runs `work` on a connection of its own while no other replacement is at work on the database.
 * All of the work's statements go through this connection, so that one who has lost it, and the
 * lock with it, can do no more harm. Fails with `busy` where another one is at work.
 */
export async function withRestoreLock<T>(
  pool: Pool,
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  let connection: PoolConnection | undefined;
  try {
    connection = await pool.getConnection();
    if (!(await takeLock(connection, await lockName(connection, 'restore'), lockWaitSeconds))) {
      throw new AppError(
        'busy',
        'Tables of this database are being restored or emptied right now.',
      );
    }
    await connection.query(sessionSetup);
    return await work(connection);
  } catch (error) {
    throw translateFailure(error);
  } finally {
    // It ends the lock, and nobody else gets a session with these settings.
    connection?.destroy();
  }
}
