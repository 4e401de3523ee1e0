import {
  type Records,
  type ResourceName,
  resourceNames,
} from '../../../domain/tracking/resource.ts';
import type { ScalarType } from '../statement.ts';

export type EventTableName =
  | 'step_event'
  | 'progress_event'
  | 'entity_event'
  | 'entity_object_event';

export type ReferenceColumn = 'step_ref' | 'entity_ref';

/** How a resource is kept (shared/schemas/bigquery). */
export interface EventTable {
  readonly events: EventTableName;
  readonly view: string;
  /** The view's columns of the record. */
  readonly columns: Readonly<Record<string, ScalarType>>;
  /** Which of its columns refer to other records. */
  readonly refersBy: readonly ReferenceColumn[];
  /** A record of it may leave them empty. */
  readonly mayReferToNone: boolean;
  /** The column of other tables that refers to this one. */
  readonly referredBy: ReferenceColumn | null;
}

export const eventTables = {
  phase: {
    events: 'step_event',
    view: 'tbl_migration_step',
    columns: {
      step_id: 'INT64',
      name: 'STRING',
      description: 'STRING',
      orders: 'INT64',
      is_optional: 'BOOL',
      parent_step_id: 'INT64',
    },
    refersBy: ['step_ref'],
    mayReferToNone: true,
    referredBy: 'step_ref',
  },
  progress: {
    events: 'progress_event',
    view: 'tbl_migration_progress',
    columns: {
      step_id: 'INT64',
      entity_id: 'INT64',
      start_date_time: 'TIMESTAMP',
      end_date_time: 'TIMESTAMP',
      is_successful: 'BOOL',
    },
    refersBy: ['step_ref', 'entity_ref'],
    mayReferToNone: false,
    referredBy: null,
  },
  entity: {
    events: 'entity_event',
    view: 'tbl_migration_entity',
    columns: {
      entity_id: 'INT64',
      application_name: 'STRING',
      source_server: 'STRING',
      source_database: 'STRING',
      target_server: 'STRING',
      target_database: 'STRING',
      is_spdb: 'BOOL',
      migration_type: 'STRING',
      migrator: 'STRING',
      env: 'STRING',
    },
    refersBy: [],
    mayReferToNone: true,
    referredBy: 'entity_ref',
  },
  entity_object: {
    events: 'entity_object_event',
    view: 'tbl_migration_entity_objects',
    columns: {
      object_id: 'INT64',
      entity_id: 'INT64',
      name: 'STRING',
      size_in_mb: 'INT64',
    },
    refersBy: ['entity_ref'],
    mayReferToNone: false,
    referredBy: null,
  },
} as const satisfies {
  [R in ResourceName]: EventTable & { columns: Record<keyof Records[R], ScalarType> };
};

/** Where the keys that a reference column holds are kept. */
export const referredTables: Readonly<Record<ReferenceColumn, EventTableName>> = {
  step_ref: 'step_event',
  entity_ref: 'entity_event',
};

/** The resources whose records may refer by a column, with their tables. */
export function referringTables(
  column: ReferenceColumn,
): { resource: ResourceName; events: EventTableName }[] {
  return resourceNames
    .map((resource) => ({ resource, table: eventTables[resource] as EventTable }))
    .filter(({ table }) => table.refersBy.includes(column))
    .map(({ resource, table }) => ({ resource, events: table.events }));
}
