import type { Connection } from 'mysql2/promise';
import { AppError } from '../../domain/app-error.ts';
import { connectMysql, type MysqlTarget } from './connect.ts';

function describePlace(target: MysqlTarget): string {
  const { CLOUD_SQL_INSTANCE, MYSQL_HOST, MYSQL_PORT, MYSQL_DATABASE } = target;
  return `${MYSQL_DATABASE} at ${CLOUD_SQL_INSTANCE ?? `${MYSQL_HOST}:${MYSQL_PORT}`}`;
}

/**
 * Runs `work` over one connection of its own, which ends with it. Throws `unavailable`, naming the
 * place and the server's reason, where the database can't be opened.
 */
export async function withConnection<T>(
  target: MysqlTarget,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const { pool, close } = await connectMysql(target, 1);
  try {
    const connection = await pool.getConnection().catch((cause: unknown) => {
      const words = cause instanceof Error ? cause.message : String(cause);
      const message = `The database ${describePlace(target)} can't be opened: ${words}.`;
      throw new AppError('unavailable', message, { cause });
    });
    try {
      return await work(connection);
    } finally {
      connection.release();
    }
  } finally {
    await close();
  }
}
