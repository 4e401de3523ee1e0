import { httpEntry } from '@cutover/shared/entry/http-entry.ts';
import { http } from '@google-cloud/functions-framework';
import { configSchema } from './config.ts';
import { checkPorts, routes } from './handler.ts';

http(
  'track-migration',
  httpEntry({
    name: 'track-migration',
    environment: process.env,
    configSchema,
    loadWiring: () => import('./build-ports.ts'),
    routes,
    check: checkPorts,
  }),
);
