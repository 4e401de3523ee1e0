import { connectMysql, type MysqlTarget } from '../../../shared/src/adapters/mysql/connect.ts';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import type { Probe } from '../health.ts';
import type { StopStack } from '../stop-stack.ts';
import { ensureMariadb } from './ensure-mariadb.ts';
import type { MysqlAddress } from './parse-mysql-url.ts';
import { startMysqlServer } from './start-mysql-server.ts';

export interface LocalMysql {
  readonly address: MysqlAddress;
  readonly target: MysqlTarget;
  readonly probe: Probe;
  /** True where the server is the user's own. */
  readonly isForeign: boolean;
  /** Settles when a server of ours is gone. */
  readonly exited: Promise<void>;
}

export interface MysqlOptions {
  readonly home: string;
  readonly folder: string;
  readonly port: number;
  readonly named: MysqlAddress | undefined;
  readonly say: (line: string) => void;
}

function toTarget({ host, port, user, password, database }: MysqlAddress): MysqlTarget {
  return {
    MYSQL_HOST: host,
    MYSQL_PORT: port,
    MYSQL_DATABASE: database,
    MYSQL_USER: user,
    MYSQL_PASSWORD: password,
  };
}

async function probeServer(target: MysqlTarget): Promise<void> {
  const { pool, close } = await connectMysql(target, 1);
  try {
    await pool.query('SELECT 1');
  } catch (cause) {
    const reason =
      cause instanceof Error && 'code' in cause ? String(cause.code) : 'no reason given';
    const place = `${target.MYSQL_HOST}:${target.MYSQL_PORT}`;
    const message = `The MySQL server at ${place} does not let ${target.MYSQL_USER} into the database ${target.MYSQL_DATABASE} (${reason}).`;
    throw new AppError('unavailable', message, { cause });
  } finally {
    await close();
  }
}

/** The database server: the one that was named, or a private one, which is then stopped by `stack`. */
export async function openMysql(options: MysqlOptions, stack: StopStack): Promise<LocalMysql> {
  const { home, folder, port, named, say } = options;
  if (named !== undefined) {
    const target = toTarget(named);
    await probeServer(target);
    const exited = new Promise<void>(() => {});
    return { address: named, target, probe: () => probeServer(target), isForeign: true, exited };
  }
  const programs = await ensureMariadb(home, say);
  const server = await startMysqlServer({ programs, folder, port });
  stack.push(server.stop);
  const target = toTarget(server);
  const { exited } = server;
  return { address: server, target, probe: () => probeServer(target), isForeign: false, exited };
}
