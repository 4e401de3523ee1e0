import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import { claimPort } from '../claim-port.ts';
import { cutoverHome } from '../cutover-home.ts';
import { project } from '../local-project.ts';
import { markHome } from '../open-home.ts';
import { createPlainLogger } from '../plain-logger.ts';
import { startBigQuery } from './start-bigquery.ts';

const usage = `npm run bigquery -- [options]

Serves the local BigQuery alone, until Ctrl-C. npm start runs one by itself; to stop and start BigQuery
while the rest goes on, run this in a terminal of its own, and npm start with
BIGQUERY_EMULATOR_HOST=http://127.0.0.1:9050/bigquery/v2

  --file FILE    the DuckDB file that holds everything, default bigquery.duckdb in CUTOVER_HOME
  --port N       default 9050; 0 for any free port
  --project ID   default ${project}
  --storage URL  the Cloud Storage API that gs:// stands for, default http://127.0.0.1:4443
  --help         print this`;

const flags = {
  file: { type: 'string' },
  port: { type: 'string', default: '9050' },
  project: { type: 'string', default: project },
  storage: { type: 'string', default: 'http://127.0.0.1:4443' },
  help: { type: 'boolean', default: false },
} as const;

function readFlags(args: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...args], options: flags, strict: true });
    const port = Number(values.port);
    if (/^\d{1,5}$/.test(values.port) && port <= 65_535) return { ...values, port };
  } catch (cause) {
    throw new AppError('invalid-request', `${(cause as Error).message}\n\n${usage}`, { cause });
  }
  throw new AppError('invalid-request', '--port must be a whole number from 0 to 65535.');
}

/** In the home of the local cloud, where npm start looks too. */
function defaultFile(): string {
  const home = cutoverHome(process.env);
  markHome(home);
  return join(home, 'bigquery.duckdb');
}

const say = (line: string) => console.log(line);

async function serve({ file, port, project, storage }: ReturnType<typeof readFlags>) {
  const bigquery = await startBigQuery({
    file: file ?? defaultFile(),
    port: await claimPort(port, 'Free it, or choose another with --port.'),
    project,
    storageUrl: storage,
    logger: createPlainLogger('bigquery', say),
  });
  const asked = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, asked.resolve);
  // Whoever started this as a part of its own is told; a person reads it.
  if (process.send) process.send(bigquery.url);
  else say(`BigQuery: ${bigquery.url}/bigquery/v2, project ${project}. Ctrl-C ends it.`);
  await asked.promise;
  await bigquery.stop();
}

try {
  const given = readFlags(process.argv.slice(2));
  if (given.help) say(usage);
  else await serve(given);
  process.exit(0);
} catch (error) {
  console.error(error instanceof AppError ? error.message : error);
  process.exit(1);
}
