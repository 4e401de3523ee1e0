import { AppError } from '../../shared/src/domain/app-error.ts';
import { listCsvFiles } from './drop-files.ts';
import { removeEndpoints, writeEndpoints } from './endpoints.ts';
import { loadData } from './load-data.ts';
import { readOptions, type StartOptions, usage } from './options.ts';
import { startCloud } from './start-cloud.ts';
import { createStopStack } from './stop-stack.ts';
import { describeCloud } from './welcome.ts';

const say = (line: string) => console.log(line);

/** What ends the run: the user, which is no failure, or a part that broke. */
type End = 'asked' | AppError;

/** One Ctrl-C can arrive twice: from the terminal, and from npm, which passes it on. */
const sameSignalMs = 500;

function awaitSignal(): Promise<End> {
  return new Promise((resolve) => {
    let askedAt = 0;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (askedAt === 0) {
          say('Stopping ... (Ctrl-C again to force it)');
          askedAt = Date.now();
          resolve('asked');
        } else if (signal === 'SIGINT' && Date.now() - askedAt > sameSignalMs) process.exit(130);
      });
    }
  });
}

async function runCloud(options: StartOptions, asked: Promise<End>): Promise<End> {
  if (typeof options.data === 'object') listCsvFiles(options.data.folder);
  const stack = createStopStack(say);
  const work = async (): Promise<End> => {
    const cloud = await startCloud({ ...options, say }, stack);
    const broken = cloud.mysql.exited.then(
      () =>
        new AppError(
          'unavailable',
          `MariaDB has ended by itself. Its log: ${cloud.home.path('mysql', 'server.log')}`,
        ),
    );
    const open = async () => {
      await loadData(cloud, options.data, say);
      const file = cloud.home.path('endpoints.json');
      const lines = await describeCloud(cloud);
      stack.push(() => removeEndpoints(file));
      writeEndpoints(file, cloud.endpoints);
      for (const line of lines) say(line);
      return broken;
    };
    return Promise.race([open(), broken]);
  };
  try {
    return await Promise.race([work(), asked]);
  } finally {
    await stack.run();
  }
}

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') say(usage);
  else {
    const end = await runCloud(options, awaitSignal());
    if (end !== 'asked') throw end;
    say(`Stopped. The data stay in ${options.home}.`);
  }
  // A start that was interrupted half-way may still hold the process.
  process.exit(0);
} catch (error) {
  console.error(error instanceof AppError ? error.message : error);
  process.exit(1);
}
