import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import type { MysqlAddress } from './parse-mysql-url.ts';

const startLimitMs = 60_000;

function lastErrors(log: string): string {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : [];
  const errors = lines.filter((line) => line.includes('[ERROR]')).slice(-3);
  return errors.join(' ') || `Its log is ${log}.`;
}

/** Waits until the server lets its user in. Throws `unavailable`, with the server's own words, when it does not. */
export async function awaitServer(
  child: ChildProcess,
  login: MysqlAddress,
  log: string,
): Promise<void> {
  const { host, port, user, password, database } = login;
  const end = Date.now() + startLimitMs;
  for (;;) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      throw new AppError('unavailable', `MariaDB did not start. ${lastErrors(log)}`);
    }
    try {
      const connection = await createConnection({ host, port, user, password, database });
      return await connection.end();
    } catch (cause) {
      if (Date.now() > end) {
        const message = `MariaDB does not answer on port ${port}. ${lastErrors(log)}`;
        throw new AppError('unavailable', message, { cause });
      }
      await sleep(30);
    }
  }
}
