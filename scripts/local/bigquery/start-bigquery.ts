import { mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { createLogger, type Logger } from '../../../shared/src/runtime/logger.ts';
import { listen } from '../listen.ts';
import { openCatalogue } from './catalogue/catalogue.ts';
import { openDatabase } from './engine/database.ts';
import { createInsertIds } from './jobs/insert-ids.ts';
import type { Job } from './jobs/job.ts';
import { openJobStore } from './jobs/job-store.ts';
import { createRememberedRequests } from './jobs/remembered-requests.ts';
import { createTranslator } from './jobs/translator.ts';
import { serveRequest } from './rest/serve-request.ts';
import { createUploadSessions } from './rest/upload-sessions.ts';

export interface BigQueryOptions {
  /** The DuckDB file that holds everything; made when absent. */
  readonly file: string;
  /** The project that is there also without a dataset. Others come with their first dataset. */
  readonly project: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The Cloud Storage API that gs:// stands for; null refuses loads from there. */
  readonly storageUrl: string | null;
  /** Told of failures; JSON lines on standard output when absent. */
  readonly logger?: Logger;
}

export interface RunningBigQuery {
  readonly port: number;
  readonly url: string;
  /** Cancels what runs; resolves when the file is closed. */
  stop(): Promise<void>;
}

/** Longer than clients keep idle connections, so that none is closed under a request on its way. */
const keepAliveTimeout = 600_000;

/** Serves BigQuery's REST API, version 2, over a DuckDB file. */
export async function startBigQuery(options: BigQueryOptions): Promise<RunningBigQuery> {
  const { file, project, storageUrl, logger = createLogger({ component: 'bigquery' }) } = options;
  const workFolder = `${file}.work`;
  await mkdir(dirname(file), { recursive: true });
  const database = await openDatabase(file);
  await rm(workFolder, { recursive: true, force: true });
  await mkdir(workFolder, { mode: 0o700 });
  const catalogue = await database.alter(openCatalogue);
  const services = {
    project,
    database,
    catalogue,
    translate: createTranslator(catalogue),
    jobs: await openJobStore(database, logger),
    requests: createRememberedRequests<Job>(),
    insertIds: createInsertIds(),
    uploads: createUploadSessions(),
    storageUrl,
    workFolder,
    logger,
  };
  const running = new Set<Promise<void>>();
  const server = createServer({ requestTimeout: 0, keepAliveTimeout }, (request, response) => {
    const answer = serveRequest(services, request, response).finally(() => running.delete(answer));
    running.add(answer);
  });
  const { port, url, close } = await listen(server, options.port);
  return {
    port,
    url,
    stop: async () => {
      await close();
      await services.jobs.close();
      await Promise.all(running);
      await database.close();
      await rm(workFolder, { recursive: true, force: true });
    },
  };
}
