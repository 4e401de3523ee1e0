import { httpEntry } from '@cutover/shared/entry/http-entry.ts';
import { http } from '@google-cloud/functions-framework';
import { configSchema } from './config.ts';
import { routes } from './handler.ts';

http(
  'backup-tables',
  httpEntry({
    name: 'backup-tables',
    environment: process.env,
    configSchema,
    loadWiring: () => import('./build-ports.ts'),
    routes,
    check: ({ ping }) => ping(),
  }),
);
