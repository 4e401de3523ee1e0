import type { TrackingRecord } from '../tracking/tracking-record.ts';
import type { ReplacedTable } from './ports.ts';

/** A restore, as the entity whose database it is sees it: rows move into its target. */
export interface RestoreWork {
  readonly id: string;
  readonly entity: number;
  readonly tables: readonly string[];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/** How it ended. */
export interface RestoreEnd {
  readonly endedAt: string;
  /** Null where it failed, and nothing has changed. */
  readonly rows: number | null;
  /** Where the rows are from, where they are from an object. */
  readonly link: string | null;
  /** What more there is to say, by name. */
  readonly detail: Readonly<Record<string, string | number>>;
}

const describe = ({ id, entity, tables, startedAt }: RestoreWork) =>
  ({
    work: 'restore',
    work_id: id,
    entity_id: entity,
    stage: 'Data Movement',
    object_name: tables.length === 1 ? (tables[0] ?? null) : null,
    started_at: startedAt,
  }) as const;

export function recordRestoreStart(work: RestoreWork): TrackingRecord {
  return { record: 'work-started', ...describe(work) };
}

/** Enough by itself for work that is over at once. */
export function recordRestoreEnd(
  work: RestoreWork,
  { endedAt, rows, link, detail }: RestoreEnd,
): TrackingRecord {
  return {
    record: 'work-ended',
    ...describe(work),
    ended_at: endedAt,
    is_successful: rows !== null,
    count: rows,
    link,
    detail: { tables: work.tables.length, ...(rows === null ? {} : { rows }), ...detail },
  };
}

/** An undo, which gives tables other rows as a restore does; `undoes` is the replacement it takes back. */
export function recordUndo(
  work: Omit<RestoreWork, 'tables'>,
  undone: {
    readonly undoes: string;
    readonly tables: readonly ReplacedTable[];
    readonly endedAt: string;
  },
): TrackingRecord {
  const { undoes, tables, endedAt } = undone;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const end = { endedAt, rows, link: null, detail: { undoes } };
  return recordRestoreEnd({ ...work, tables: tables.map(({ table }) => table) }, end);
}
