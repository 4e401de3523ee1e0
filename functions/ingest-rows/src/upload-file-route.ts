import { requireTable } from '@cutover/shared/domain/ingest/object-name.ts';
import { readTableNames } from '@cutover/shared/domain/ingest/table-names.ts';
import { uploadRoute } from '@cutover/shared/runtime/route.ts';
import { answerLoad } from './answer-load.ts';
import { loadFile } from './load-file.ts';
import { loadOptions, toMetadata } from './load-options.ts';
import type { Ports } from './ports.ts';

/** Loads the CSV file that is the body. */
export const uploadFileRoute = uploadRoute({
  method: 'POST',
  paths: ['/{table}/upload', '/api/v1/{table}/upload'],
  access: 'operator',
  summary: 'Loads a CSV file, which is the body',
  query: loadOptions,
  takes: ['text/csv', 'application/gzip'],
  run: async (ports: Ports, { parameters, query, body, log, requestId }) => {
    const table = requireTable(parameters.table ?? '', await readTableNames(ports));
    const name = body.type === 'application/gzip' ? `${table}.csv.gz` : `${table}.csv`;
    const metadata = { ...toMetadata(query), table };
    const sizeBytes = body.bytes.length;
    const source = { bucket: '', name, generation: null, sizeBytes, metadata };
    const load = await loadFile(ports, { source, drops: ports.readUpload(body.bytes) }, log);
    return answerLoad(ports.ledger, load, requestId);
  },
});
