import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '../../shared/src/domain/app-error.ts';
import { functionsFolder } from '../function-manifest.ts';
import { cutoverHome } from './cutover-home.ts';
import { type MysqlAddress, parseMysqlUrl } from './mysql/parse-mysql-url.ts';

export interface StartOptions {
  readonly home: string;
  readonly functionsFolder: string;
  readonly fresh: boolean;
  readonly gatewayPort: number;
  readonly storagePort: number;
  readonly mysqlPort: number;
  readonly bigqueryPort: number;
  /** CSV files of a folder, the generated sample when the home is new, or nothing. */
  readonly data: { readonly folder: string } | 'sample' | 'none';
  /** How often each schedule runs, whatever its cron says; undefined: as it says. */
  readonly scheduleSeconds: number | undefined;
  /** A server of the user's own, instead of a private one. */
  readonly mysql: MysqlAddress | undefined;
  /** A Cloud Storage API of the user's own, instead of ours. */
  readonly storageUrl: string | undefined;
  /** A BigQuery API of the user's own, instead of ours; without a path. */
  readonly bigqueryUrl: string | undefined;
}

export const usage = `npm start -- [options]

  --data DIR   drop the CSV files of DIR in the bucket (a new home gets sample data otherwise)
  --no-data    drop nothing
  --port N     port of the gateway, default 8080; 0 gives every part a free port
  --every N    run every schedule each N seconds, to see them happen
  --fresh      forget all data of earlier starts
  --help       print this

PORT                    the same as --port
CUTOVER_HOME            where everything is kept, default .cutover
CUTOVER_FUNCTIONS       the folder of the functions to run, default functions
MYSQL_URL               a MySQL server to use: mysql://user:password@host:port/database
STORAGE_EMULATOR_HOST   a Cloud Storage API to use: http://host:port
BIGQUERY_EMULATOR_HOST  a BigQuery API to use: http://host:port/bigquery/v2`;

const flags = {
  data: { type: 'string' },
  'no-data': { type: 'boolean' },
  port: { type: 'string' },
  every: { type: 'string' },
  fresh: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

function misuse(message: string): AppError {
  return new AppError('invalid-request', `${message} npm start -- --help lists the options.`);
}

function readPort(name: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw misuse(`${name} must be a whole number from 0 to 65535.`);
  return port;
}

function readSeconds(name: string, text: string): number {
  const seconds = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds <= 86_400)) throw misuse(`${name} must be a whole number from 1 to 86400.`);
  return seconds;
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true }).values;
  } catch (error) {
    throw misuse(error instanceof Error ? `${error.message.split('. ')[0]}.` : String(error));
  }
}

function readStorageUrl(text: string): string {
  if (URL.canParse(text) && new URL(text).pathname === '/') return text.replace(/\/$/, '');
  throw misuse('STORAGE_EMULATOR_HOST must look like http://host:port, without a path.');
}

/** With the API's base path, which the client library wants there, or without it. */
function readBigqueryUrl(text: string): string {
  const url = text.replace(/\/bigquery\/v2\/?$/, '');
  if (URL.canParse(url) && new URL(url).pathname === '/') return url.replace(/\/$/, '');
  throw misuse('BIGQUERY_EMULATOR_HOST must look like http://host:port/bigquery/v2.');
}

/** Reads the command line and the environment; 'help' when that is asked for. Throws, by name, on what it does not know. */
export function readOptions(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): StartOptions | 'help' {
  const given = readFlags(args);
  if (given.help) return 'help';
  if (given.data !== undefined && given['no-data']) {
    throw misuse('--data and --no-data exclude each other.');
  }
  const { PORT, MYSQL_URL, STORAGE_EMULATOR_HOST, BIGQUERY_EMULATOR_HOST, CUTOVER_FUNCTIONS } =
    environment;
  if (given.data !== undefined && STORAGE_EMULATOR_HOST) {
    throw misuse('--data needs the storage of the local cloud; unset STORAGE_EMULATOR_HOST.');
  }
  const gatewayPort =
    given.port === undefined ? readPort('PORT', PORT || '8080') : readPort('--port', given.port);
  const free = gatewayPort === 0;
  return {
    home: cutoverHome(environment),
    functionsFolder: CUTOVER_FUNCTIONS ? resolve(CUTOVER_FUNCTIONS) : functionsFolder,
    fresh: given.fresh ?? false,
    gatewayPort,
    storagePort: free ? 0 : 4443,
    mysqlPort: free ? 0 : 33_306,
    bigqueryPort: free ? 0 : 9050,
    data:
      given.data === undefined
        ? given['no-data']
          ? 'none'
          : 'sample'
        : { folder: resolve(given.data) },
    scheduleSeconds: given.every === undefined ? undefined : readSeconds('--every', given.every),
    mysql: MYSQL_URL ? parseMysqlUrl(MYSQL_URL) : undefined,
    storageUrl: STORAGE_EMULATOR_HOST ? readStorageUrl(STORAGE_EMULATOR_HOST) : undefined,
    bigqueryUrl: BIGQUERY_EMULATOR_HOST ? readBigqueryUrl(BIGQUERY_EMULATOR_HOST) : undefined,
  };
}
