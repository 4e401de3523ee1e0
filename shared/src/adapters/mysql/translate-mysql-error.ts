import { AppError } from '../../domain/app-error.ts';

/** What mysql2 tells of an error; both fields are missing on errors of other makers. */
export interface MysqlError {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlState?: string;
  readonly message: string;
}

export function asMysqlError(error: unknown): MysqlError {
  const isError = typeof error === 'object' && error !== null && 'message' in error;
  return isError ? (error as MysqlError) : { message: String(error) };
}

/** The database chose this transaction to give way: it is undone and may be run again. */
export function isDeadlock(error: unknown): boolean {
  const { errno } = asMysqlError(error);
  return errno === 1213 || errno === 1205;
}

const lostConnection = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
]);

/** Too many connections, shutdown, killed, interrupted, server gone, read-only during a failover. */
const passing = new Set([
  1040, 1053, 1077, 1158, 1159, 1160, 1161, 1203, 1205, 1213, 1290, 1317, 1836, 1927, 2006, 2013,
]);
const denied = new Set([1044, 1045, 1142, 1143, 1227, 1698]);

/** Says in Cutover's words why the database did not do what it was asked. The driver's words stay the cause. */
export function translateMysqlError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code = '', errno = 0, message } = asMysqlError(error);
  const options = { cause: error };
  if (
    lostConnection.has(code) ||
    passing.has(errno) ||
    /closed state|Connection lost/i.test(message)
  ) {
    return new AppError('unavailable', 'The database does not answer at the moment.', options);
  }
  if (denied.has(errno)) {
    return new AppError(
      'misconfigured',
      'The database user may not do this; see the log.',
      options,
    );
  }
  if (errno === 1049) return new AppError('misconfigured', 'There is no such database.', options);
  return new AppError('internal', 'The database refused a statement; see the log.', options);
}
