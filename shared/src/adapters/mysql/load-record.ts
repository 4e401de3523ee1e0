import type { RowDataPacket } from 'mysql2/promise';
import type { Counts, Load, LoadPlan, LoadState } from '../../domain/ingest/load.ts';
import type { LoadKind } from '../../domain/ingest/load-source.ts';

/** A row of `cutover_load` as the driver gives it (64-bit numbers and dates are text). */
export interface LoadRecord extends RowDataPacket {
  id: string;
  kind: LoadKind;
  state: LoadState;
  bucket: string;
  object: string;
  generation: string | number | null;
  plan: string | LoadPlan | null;
  byte_offset: string | number;
  line: string | number;
  records_read: string | number;
  inserted: string | number;
  updated: string | number;
  unchanged: string | number;
  rejected: string | number;
  blank: string | number;
  withheld: string | number;
  entity_id: string | null;
  error_code: string | null;
  error: string | null;
  evidence_version: string | number;
  size_bytes: string | number | null;
  updated_at: string;
  requested_by: string | null;
  started_at: string;
  finished_at: string | null;
}

/** MariaDB gives JSON columns as text, MySQL 8 as values. */
export function parseJson<T>(value: string | T): T {
  return typeof value === 'string' ? (JSON.parse(value) as T) : value;
}

/** DATETIME text in UTC as ISO 8601. */
export const toIso = (text: string) => `${text.replace(' ', 'T')}Z`;

function readCounts(record: LoadRecord): Counts {
  return {
    read: Number(record.records_read),
    inserted: Number(record.inserted),
    updated: Number(record.updated),
    unchanged: Number(record.unchanged),
    rejected: Number(record.rejected),
    blank: Number(record.blank),
    withheld: Number(record.withheld),
  };
}

/** A plan says itself by which kind's rules it checks; older ones go by the load's. */
function readPlan({ kind }: LoadRecord, plan: string | LoadPlan): LoadPlan {
  const stored: Omit<LoadPlan, 'kind'> & { readonly kind?: LoadKind } = parseJson(plan);
  return { ...stored, kind: stored.kind ?? kind };
}

export function readLoad(record: LoadRecord): Load {
  return {
    id: record.id,
    kind: record.kind,
    state: record.state,
    bucket: record.bucket,
    object: record.object,
    generation: record.generation === null ? null : String(record.generation),
    plan: record.plan === null ? null : readPlan(record, record.plan),
    checkpoint: { offset: Number(record.byte_offset), line: Number(record.line) },
    counts: readCounts(record),
    entity: /^\d+$/.test(record.entity_id ?? '') ? Number(record.entity_id) : null,
    errorCode: record.error_code,
    error: record.error,
    startedAt: toIso(record.started_at),
    finishedAt: record.finished_at === null ? null : toIso(record.finished_at),
  };
}
