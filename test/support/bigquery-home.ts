import { join } from 'node:path';
import { BigQuery } from '@google-cloud/bigquery';
import { PassThroughClient } from 'google-auth-library';
import {
  type BigQueryOptions,
  startBigQuery,
} from '../../scripts/local/bigquery/start-bigquery.ts';
import { makeHome } from './local-cloud.ts';
import type { LogLine } from './memory-logger.ts';
import { memoryLogger } from './memory-logger.ts';

export interface StartedBigQuery {
  readonly url: string;
  /** The real client library. */
  readonly client: BigQuery;
  stop(): Promise<void>;
}

export const project = 'test-project';

/** The real client library for an emulator; it asks nobody for credentials. */
export function connectTo(url: string, projectId = project): BigQuery {
  return new BigQuery({
    projectId,
    apiEndpoint: url,
    authClient: new PassThroughClient(),
    autoRetry: false,
  });
}

/** A file for the emulator that outlives its starts, and what those starts said. */
export function makeBigQueryHome() {
  const home = makeHome();
  const logged: LogLine[] = [];
  const running = new Set<StartedBigQuery>();

  async function start(options: Partial<BigQueryOptions> = {}): Promise<StartedBigQuery> {
    const emulator = await startBigQuery({
      file: join(home.folder, 'bigquery.duckdb'),
      project,
      port: 0,
      storageUrl: null,
      logger: memoryLogger(logged),
      ...options,
    });
    const started = {
      url: emulator.url,
      client: connectTo(emulator.url),
      stop: async () => {
        running.delete(started);
        await emulator.stop();
      },
    };
    running.add(started);
    return started;
  }

  return {
    folder: home.folder,
    logged,
    start,
    remove: async () => {
      for (const started of running) await started.stop();
      home.remove();
    },
  };
}

export type BigQueryHome = ReturnType<typeof makeBigQueryHome>;
