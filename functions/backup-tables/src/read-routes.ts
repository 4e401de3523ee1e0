import { describeProofs, listSets, readProgress } from '@cutover/shared/domain/backup/list-sets.ts';
import { readManifest } from '@cutover/shared/domain/backup/read-manifest.ts';
import { readLatestProofs } from '@cutover/shared/domain/backup/read-proofs.ts';
import { countSet } from '@cutover/shared/domain/backup/record-set.ts';
import {
  findFolder,
  isSealed,
  type SealedFolder,
} from '@cutover/shared/domain/backup/set-folder.ts';
import { isSetId } from '@cutover/shared/domain/backup/set-id.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { describeTables } from './describe-tables.ts';
import { listDocumentation, setDocumentation } from './documentation/sets.ts';
import type { Ports } from './ports.ts';

const mostItems = 100;
const usualItems = 20;
const wrongLimit = `limit must be a whole number from 1 to ${mostItems}.`;

/** The database's sets, the newest first, with when each was last proven. */
export const listRoute = route({
  method: 'GET',
  paths: ['/backups'],
  access: 'viewer',
  summary: 'The backup sets, with when each was last proven',
  query: z.strictObject({
    limit: z
      .string()
      .regex(/^\d{1,3}$/, wrongLimit)
      .transform(Number)
      .pipe(z.number().min(1, wrongLimit).max(mostItems, wrongLimit))
      .default(usualItems),
    cursor: z.string().refine(isSetId, 'cursor must be the next of the page before.').optional(),
  }),
  documentation: listDocumentation,
  run: async (ports: Ports, { query: { limit, cursor = null } }) => {
    const { sets, next } = await listSets(ports, ports.database, { limit, after: cursor });
    return answerJson({ database: ports.database, items: sets, next });
  },
});

async function describeSet({ store }: Ports, folder: SealedFolder) {
  const manifest = await readManifest(store, folder);
  const { taken_at, finished_at, server_version, binlog } = manifest;
  const { rows, bytes } = countSet(manifest);
  return {
    set_id: folder.setId,
    database: folder.database,
    ...describeProofs(folder.proofs),
    proofs: await readLatestProofs(store, folder),
    taken_at,
    finished_at,
    server_version,
    binlog,
    rows,
    bytes,
    manifest: store.addressOf(folder.manifest.name),
    tables: describeTables(manifest, store),
  };
}

/** One set, or how far it has come while it is being written. */
export const setRoute = route({
  method: 'GET',
  paths: ['/backups/{id}'],
  access: 'viewer',
  summary: 'One backup set, or how far it has come',
  query: z.strictObject({}),
  documentation: setDocumentation,
  run: async (ports: Ports, { parameters: { id = '' } }) => {
    const folder = await findFolder(ports.store, ports.database, id);
    if (isSealed(folder)) return answerJson(await describeSet(ports, folder));
    const progress = await readProgress(ports.store, folder);
    return answerJson({ set_id: id, database: ports.database, state: 'running', progress });
  },
});
