import { AppError, isTransient } from '../app-error.ts';
import type { TrackingRecord } from '../tracking/tracking-record.ts';
import { readEntity } from './drop-options.ts';
import type { Load } from './load.ts';
import type { LoadPorts } from './load-ports.ts';
import type { LoadSource } from './load-source.ts';
import { readDropName } from './object-name.ts';
import type { OpenRejects } from './ports.ts';
import { readTableNames } from './table-names.ts';

/** Whose move a load is part of, and what it moves as far as that is known. */
export interface MovedObject {
  readonly entity: number;
  readonly table: string | null;
}

/** The table that an unreadable source was meant for; null where its name speaks of none. */
async function findTable(ports: LoadPorts, { name, metadata }: LoadSource): Promise<string | null> {
  try {
    return readDropName(name, await readTableNames(ports), metadata.table).table;
  } catch (error) {
    if (!(error instanceof AppError) || isTransient(error)) throw error;
    return null;
  }
}

/** What a planned load moves of an entity; null where it names none, or moves nothing (a dry run). */
export function movedObject({ plan }: Load): MovedObject | null {
  if (plan === null || plan.entity === null || plan.dryRun) return null;
  return { entity: plan.entity, table: plan.table };
}

/** What the load moves of an entity; null where it names none, or moves nothing (a dry run). */
export async function findMovedObject(
  ports: LoadPorts,
  source: LoadSource,
  load: Load,
): Promise<MovedObject | null> {
  if (load.plan !== null) return movedObject(load);
  const entity = readEntity(source.metadata, ports.defaultEntity);
  if (entity === null || source.metadata.dry_run === 'true') return null;
  return { entity, table: await findTable(ports, source) };
}

function describeWork({ id, startedAt }: Load, { entity, table }: MovedObject) {
  return {
    work: 'load',
    work_id: id,
    entity_id: entity,
    stage: 'Data Movement',
    object_name: table,
    started_at: startedAt,
  } as const;
}

export function recordStart(load: Load, moved: MovedObject): TrackingRecord {
  return { record: 'work-started', ...describeWork(load, moved) };
}

/** `load` has ended; `link` leads to its result. */
export function recordEnd(load: Load, moved: MovedObject, link: string): TrackingRecord {
  const { counts, state, errorCode } = load;
  return {
    record: 'work-ended',
    ...describeWork(load, moved),
    ended_at: load.finishedAt ?? load.startedAt,
    is_successful: state === 'done',
    count: counts.inserted + counts.updated,
    link,
    detail: { ...counts, ...(errorCode === null ? {} : { error_code: errorCode }) },
  };
}

const bytesAMegabyte = 2 ** 20;

export function recordSize(entity: number, table: string, bytes: number): TrackingRecord {
  const size_in_mb = Math.ceil(bytes / bytesAMegabyte);
  return { record: 'object-size', entity_id: entity, name: table, size_in_mb };
}

/** How many records of the table were refused for the entity and are open; the load is what made that known. */
export function recordOpenRejects(
  { id }: Load,
  { entity, table }: { readonly entity: number; readonly table: string },
  { count, at }: OpenRejects,
  link: string,
): TrackingRecord {
  return {
    record: 'fact',
    evidence_id: `rejects/${id}/${at}`,
    kind: 'rejects',
    entity_id: entity,
    stage: null,
    subject: id,
    object_name: table,
    result: null,
    count,
    started_at: null,
    occurred_at: at,
    link,
    detail: null,
  };
}
