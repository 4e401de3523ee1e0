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

interface JobReference {
  readonly jobId: string;
  readonly location: string;
}

/** What tests look at of the API's answers, whichever they are. */
export interface ApiAnswer {
  readonly kind: string;
  readonly jobReference: JobReference;
  readonly jobComplete: boolean;
  readonly pageToken: string;
  readonly rows: readonly { readonly f: readonly { readonly v: unknown }[] }[];
  readonly status: {
    readonly state: string;
    readonly errorResult: { readonly reason: string; readonly message: string };
  };
  readonly error: {
    readonly code: number;
    readonly message: string;
    readonly errors: readonly { readonly reason: string }[];
  };
}

export interface Answered {
  readonly status: number;
  readonly body: ApiAnswer;
}

/** A request without the client library; `path` begins below the project. */
export async function ask(url: string, path: string, init: RequestInit = {}): Promise<Answered> {
  const answer = await fetch(`${url}/bigquery/v2/projects/${project}${path}`, {
    ...init,
    headers: { 'content-type': 'application/json', ...init.headers },
  });
  return { status: answer.status, body: (await answer.json()) as ApiAnswer };
}
