import type { Route } from '@cutover/shared/runtime/route.ts';
import { batchRoute, rowsRoute } from './batch-route.ts';
import { ingestCsvRoute } from './ingest-csv-route.ts';
import { loadRoute } from './load-route.ts';
import { loadsRoute } from './loads-route.ts';
import type { Ports } from './ports.ts';
import { rejectsRoute } from './rejects-route.ts';
import { settleRejectsRoute } from './settle-rejects-route.ts';
import { tidyRoute } from './tidy-route.ts';
import { uploadFileRoute } from './upload-file-route.ts';
import { uploadSessionRoute } from './upload-session-route.ts';

export const routes: readonly Route<Ports>[] = [
  batchRoute,
  rowsRoute,
  uploadFileRoute,
  ingestCsvRoute,
  uploadSessionRoute,
  loadsRoute,
  loadRoute,
  rejectsRoute,
  settleRejectsRoute,
  tidyRoute,
];
