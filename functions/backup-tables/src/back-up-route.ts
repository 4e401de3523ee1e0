import { AppError } from '@cutover/shared/domain/app-error.ts';
import { codecs, type Manifest } from '@cutover/shared/domain/backup/manifest.ts';
import { manifestObject, setFolder } from '@cutover/shared/domain/backup/object-names.ts';
import { countSet, recordSet } from '@cutover/shared/domain/backup/record-set.ts';
import { cleanSets } from '@cutover/shared/domain/backup/retain-sets.ts';
import { findSet } from '@cutover/shared/domain/backup/set-folder.ts';
import { takeSet } from '@cutover/shared/domain/backup/take-set.ts';
import { verifySet } from '@cutover/shared/domain/backup/verify-set.ts';
import { wholeNumberSchema } from '@cutover/shared/domain/tracking/field-schemas.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import type { Logger } from '@cutover/shared/runtime/logger.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { describeTables } from './describe-tables.ts';
import { keepRecord } from './keep-record.ts';
import type { Ports } from './ports.ts';

const bodySchema = z
  .strictObject({
    tables: z
      .array(z.string().min(1, 'A table’s name must not be empty.'))
      .min(1, 'tables must name one table at least; without it all are backed up.')
      .optional(),
    codec: z
      .enum(codecs, {
        error: ({ input }) => `There is no codec ${input}; there are ${codecs.join(', ')}.`,
      })
      .default('deflate'),
    verify: z.boolean('verify must be true or false.').default(false),
    entity_id: wholeNumberSchema('entity_id').optional(),
  })
  .prefault({});

/** Fails with `invalid-object`, and the set's faults, where it is not what was written. */
async function prove(ports: Ports, { database, set_id }: Manifest) {
  const proof = await verifySet(ports, await findSet(ports.store, database, set_id));
  if (proof.passed) return proof;
  const message = `The backup set ${set_id} is damaged: what was read back is not what was written. Take another one.`;
  const details = proof.faults.map(({ object, reason }) => ({ at: object, message: reason }));
  throw new AppError('invalid-object', message, { details });
}

async function backUp(ports: Ports, body: z.infer<typeof bodySchema>, log: Logger) {
  const cleared = await cleanSets(ports, ports.database);
  for (const set_id of cleared) log.warn({ set_id }, 'unfinished backup removed');
  const startedAt = ports.now().getTime();
  const manifest = await takeSet(ports, body);
  const { set_id, database, taken_at, finished_at } = manifest;
  const counts = countSet(manifest);
  const seconds = (ports.now().getTime() - startedAt) / 1000;
  log.info({ set_id, database, ...counts, seconds }, 'backup finished');
  const entity = body.entity_id ?? ports.defaultEntity;
  if (entity !== null) {
    const link = ports.store.addressOf(manifestObject(setFolder(database, set_id)));
    await keepRecord(ports, recordSet(manifest, entity, link), log);
  }
  const proof = body.verify ? await prove(ports, manifest) : null;
  return {
    set_id,
    database,
    state: proof === null ? 'unproven' : 'proven',
    taken_at,
    finished_at,
    rows: counts.rows,
    bytes: counts.bytes,
    tables: describeTables(manifest, ports.store),
    ...(proof === null ? {} : { proof }),
  };
}

/** Takes a set of the chosen tables, or of all, and answers when it is whole. */
export const backUpRoute = route({
  method: 'POST',
  paths: ['/backup-data'],
  access: 'operator',
  summary: 'Takes a backup set of one instant',
  query: z.strictObject({}),
  body: bodySchema,
  run: async (ports: Ports, { body, log }) => {
    const set = await backUp(ports, body, log);
    return answerJson(set, { status: 201, headers: { location: `/backups/${set.set_id}` } });
  },
});
