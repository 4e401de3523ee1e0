import { AppError } from '@cutover/shared/domain/app-error.ts';
import { manifestObject, setFolder } from '@cutover/shared/domain/backup/object-names.ts';
import {
  type RestoreWork,
  recordRestoreEnd,
  recordRestoreStart,
} from '@cutover/shared/domain/restore/record-restore.ts';
import {
  type Restored,
  type RestoreRequest,
  restoreTables,
} from '@cutover/shared/domain/restore/restore-tables.ts';
import type { Logger } from '@cutover/shared/runtime/logger.ts';
import { openWorkRecording } from '@cutover/shared/runtime/work-recording.ts';
import type { Ports } from './ports.ts';

/** To the set's manifest, or to the one object that is of no set. */
function linkOf({ store, database }: Ports, { set, tables }: Restored): string | null {
  if (set === null) return tables[0]?.object ?? null;
  return store.addressOf(manifestObject(setFolder(database, set.setId)));
}

const sumRows = ({ tables }: Restored) => tables.reduce((sum, { rows }) => sum + rows, 0);

/**
 * Restores, and records it for an entity from the moment at which nothing was found against it:
 * what is refused before is no attempt. Recording never fails the restore.
 */
export async function restoreRecorded(
  ports: Ports,
  request: RestoreRequest,
  { entity, log }: { readonly entity: number; readonly log: Logger },
): Promise<Restored> {
  const recording = openWorkRecording(ports, log);
  const now = () => ports.now().toISOString();
  let work: RestoreWork | undefined;
  const onBegin = async (tables: readonly string[]) => {
    work = { id: ports.makeWorkId(), entity, tables, startedAt: now() };
    await recording.keep(recordRestoreStart(work));
  };
  const end = async (rows: number | null, link: string | null, detail: Record<string, string>) => {
    if (work === undefined) return;
    await recording.keep(recordRestoreEnd(work, { endedAt: now(), rows, link, detail }));
    await recording.finish();
  };
  try {
    const restored = await restoreTables(ports, { ...request, onBegin });
    const set_id = restored.set?.setId;
    await end(sumRows(restored), linkOf(ports, restored), set_id === undefined ? {} : { set_id });
    return restored;
  } catch (error) {
    const error_code = error instanceof AppError ? error.code : 'internal';
    await end(null, null, { error_code });
    throw error;
  }
}
