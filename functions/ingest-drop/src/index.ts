import { storageEntry } from '@cutover/shared/entry/storage-entry.ts';
import { cloudEvent } from '@google-cloud/functions-framework';
import { configSchema } from './config.ts';
import { handle } from './handler.ts';

cloudEvent(
  'ingest-drop',
  storageEntry({
    name: 'ingest-drop',
    environment: process.env,
    configSchema,
    loadWiring: () => import('./build-ports.ts'),
    run: handle,
  }),
);
