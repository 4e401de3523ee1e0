const phase = {
  step_id: 2,
  name: 'Dev Data Movement',
  description: 'Dev Data Movement Testing 1',
  orders: 2,
  is_optional: false,
  parent_step_id: 2,
};

const progress = {
  step_id: 2,
  entity_id: 2,
  start_date_time: '2023-05-04 11:00:00',
  end_date_time: '2023-05-04 12:00:00',
  is_successful: true,
};

const entity = {
  entity_id: 2,
  application_name: 'striim',
  source_server: 'MSSQL',
  source_database: 'adventure-works-2019',
  target_server: 'Postgres',
  target_database: 'postgres',
  is_spdb: false,
  migrator: 'In-progress',
};

const entityObject = { entity_id: 2, object_id: 2, name: 'PostgreSQL', size_in_mb: 30 };

/** The example payloads of the older phase service, parents first. */
export const olderPayloads = [
  {
    path: '/api/v1/phase-table',
    key: 'step_id=2',
    post: phase,
    put: { ...phase, name: 'Not Started', description: 'Sample Not Started' },
    defaults: {},
  },
  {
    path: '/api/v1/entity-table',
    key: 'entity_id=2',
    post: entity,
    put: { ...entity, is_spdb: true, migrator: 'Completed' },
    defaults: { migration_type: 'Downtime', env: 'Development' },
  },
  {
    path: '/api/v1/process-table',
    key: 'step_id=2&entity_id=2',
    post: progress,
    put: { ...progress, is_successful: false },
    defaults: {},
  },
  {
    path: '/api/v1/entity-object-table',
    key: 'object_id=2',
    post: entityObject,
    put: { ...entityObject, name: 'Postgres', size_in_mb: 31 },
    defaults: {},
  },
] as const;
