import { httpEntry } from '@cutover/shared/entry/http-entry.ts';
import { http } from '@google-cloud/functions-framework';
import { configSchema } from './config.ts';
import { routes } from './handler.ts';

http(
  'read-rows',
  httpEntry({
    name: 'read-rows',
    environment: process.env,
    configSchema,
    loadWiring: () => import('./build-ports.ts'),
    routes,
    check: ({ ping }) => ping(),
  }),
);
