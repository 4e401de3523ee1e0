import { AppError } from '@cutover/shared/domain/app-error.ts';
import type { Manifest } from '@cutover/shared/domain/backup/manifest.ts';
import { manifestObject, setFolder } from '@cutover/shared/domain/backup/object-names.ts';
import { planReading } from '@cutover/shared/domain/backup/plan-reading.ts';
import { countSet, recordSet } from '@cutover/shared/domain/backup/record-set.ts';
import { cleanSets } from '@cutover/shared/domain/backup/retain-sets.ts';
import { findSet } from '@cutover/shared/domain/backup/set-folder.ts';
import { takeSet } from '@cutover/shared/domain/backup/take-set.ts';
import { verifySet } from '@cutover/shared/domain/backup/verify-set.ts';
import type { Logger } from '@cutover/shared/runtime/logger.ts';
import { recordOnce } from '@cutover/shared/runtime/work-recording.ts';
import type { BackUpBody } from './back-up-body.ts';
import { describeTables } from './describe-tables.ts';
import type { Ports } from './ports.ts';

/** For clearing up and answering, before the caller leaves. */
const marginSeconds = 20;

/** Fails with `invalid-object`, and the set's faults, where it is not what was written. */
async function prove(ports: Ports, { database, set_id }: Manifest) {
  const proof = await verifySet(ports, await findSet(ports.store, database, set_id));
  if (proof.passed) return proof;
  const message = `The backup set ${set_id} is damaged: what was read back is not what was written. Take another one.`;
  const details = proof.faults.map(({ object, reason }) => ({ at: object, message: reason }));
  throw new AppError('invalid-object', message, { details });
}

/** Takes a set that fits into the time there is, or refuses what would not. */
async function take(ports: Ports, body: BackUpBody, startedAt: number): Promise<Manifest> {
  const seconds = body.deadline_seconds - marginSeconds;
  const sizes = await ports.measureTables(body.tables);
  const plan = planReading(sizes, { ...ports.reading, seconds });
  const deadline = new Date(startedAt + seconds * 1000);
  return takeSet(ports, { tables: body.tables, codec: body.codec, plan, deadline });
}

/** Clears what died, takes a set, records it, and reads it back where that is asked for. */
export async function backUp(ports: Ports, body: BackUpBody, log: Logger) {
  const startedAt = ports.now().getTime();
  const cleared = await cleanSets(ports, ports.database);
  for (const set_id of cleared) log.warn({ set_id }, 'unfinished backup removed');
  const manifest = await take(ports, body, startedAt);
  const { set_id, database, taken_at, finished_at } = manifest;
  const counts = countSet(manifest);
  const seconds = (ports.now().getTime() - startedAt) / 1000;
  log.info({ set_id, database, ...counts, seconds }, 'backup finished');
  const entity = body.entity_id ?? ports.defaultEntity;
  if (entity !== null) {
    const link = ports.store.addressOf(manifestObject(setFolder(database, set_id)));
    await recordOnce(ports, recordSet(manifest, entity, link), log);
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
