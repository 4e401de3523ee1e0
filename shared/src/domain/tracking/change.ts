import type { Keys, Records, ResourceName } from './resource.ts';

export type Operation = 'create' | 'replace' | 'delete';

/** One change of one record. */
export interface Change<R extends ResourceName = ResourceName> {
  readonly eventId: string;
  readonly resource: R;
  readonly key: Keys[R];
  readonly version: number;
  readonly operation: Operation;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actor: string;
  readonly reason: string | null;
  /** null where there was nothing before. */
  readonly old: Records[R] | null;
  /** null where nothing is left. */
  readonly new: Records[R] | null;
  /** True where another change came first, so that this one was refused. */
  readonly isWithdrawn: boolean;
}

/** What all of the changes must have. */
export interface HistoryFilter {
  readonly resource?: ResourceName;
  /** The phase itself, or what refers to it. */
  readonly step_id?: number;
  /** The entity itself, or what refers to it. */
  readonly entity_id?: number;
  readonly object_id?: number;
  readonly operation?: Operation;
  readonly actor?: string;
  /** ISO 8601; the first moment that counts. */
  readonly since?: string;
  /** ISO 8601; the first moment that does not count any more. */
  readonly until?: string;
}

export interface FieldChange {
  readonly field: string;
  readonly old: unknown;
  readonly new: unknown;
}

/** The fields in which two states of a record differ; one that is not there has null in all of them. */
export function compareRecords(old: object | null, current: object | null): FieldChange[] {
  const before = new Map<string, unknown>(Object.entries(old ?? {}));
  const after = new Map<string, unknown>(Object.entries(current ?? {}));
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((field) => ({ field, old: before.get(field) ?? null, new: after.get(field) ?? null }))
    .filter((change) => change.old !== change.new);
}
