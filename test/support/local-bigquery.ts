import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BigQuery } from '@google-cloud/bigquery';
import { PassThroughClient } from 'google-auth-library';
import { startBigQuery } from '../../scripts/local/bigquery/start-bigquery.ts';
import { createBigquery } from '../../shared/src/adapters/bigquery/connect.ts';
import { memoryLogger } from './memory-logger.ts';

export interface LocalBigQuery {
  readonly bigquery: BigQuery;
  readonly port: number;
  /** Stops the server and removes its file. */
  remove(): Promise<void>;
}

/** The real client, as functions use it, for a server on a port. */
export function clientFor(port: number): BigQuery {
  const host = `http://127.0.0.1:${port}`;
  const authClient = new PassThroughClient();
  return createBigquery({ projectId: 'test', apiEndpoint: host, authClient });
}

/** A local BigQuery of its own, and the real client for it. */
export async function openLocalBigQuery(): Promise<LocalBigQuery> {
  const folder = await mkdtemp(join(tmpdir(), 'cutover-bigquery-'));
  const server = await startBigQuery({
    file: join(folder, 'bigquery.duckdb'),
    project: 'test',
    port: 0,
    storageUrl: null,
    logger: memoryLogger(),
  });
  return {
    bigquery: clientFor(server.port),
    port: server.port,
    async remove() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
