import { connectMysql } from '@cutover/shared/adapters/mysql/connect.ts';
import { mysqlHireCounter } from '@cutover/shared/adapters/mysql/hire-counter.ts';
import { pingMysql } from '@cutover/shared/adapters/mysql/ping.ts';
import { storageResultStore } from '@cutover/shared/adapters/storage/result-store.ts';
import { httpFunction } from '@cutover/shared/runtime/http-function.ts';
import { lazy } from '@cutover/shared/runtime/lazy.ts';
import { createLogger } from '@cutover/shared/runtime/logger.ts';
import { readConfig } from '@cutover/shared/runtime/read-config.ts';
import { http } from '@google-cloud/functions-framework';
import { Storage } from '@google-cloud/storage';
import type * as z from 'zod';
import { configSchema } from './config.ts';
import { type Ports, routes } from './handler.ts';

/** Reports that run at the same time in one instance; further ones wait for a connection. */
const connections = 4;

async function buildPorts(config: z.infer<typeof configSchema>): Promise<Ports> {
  const { pool } = await connectMysql(config, connections);
  return {
    hires: mysqlHireCounter(pool),
    results: storageResultStore(new Storage(), config.RESULTS_BUCKET),
    ping: () => pingMysql(pool),
  };
}

http(
  'report-hiring',
  httpFunction({
    connect: lazy(async () => buildPorts(readConfig(configSchema, process.env))),
    routes,
    check: ({ ping }) => ping(),
    logger: createLogger({ function: 'report-hiring' }),
  }),
);
