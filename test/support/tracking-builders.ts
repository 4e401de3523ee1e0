import type { Entity } from '../../shared/src/domain/tracking/entity.ts';
import type { EntityObject } from '../../shared/src/domain/tracking/entity-object.ts';
import type { Evidence } from '../../shared/src/domain/tracking/evidence.ts';
import type { Phase } from '../../shared/src/domain/tracking/phase.ts';
import type { Progress } from '../../shared/src/domain/tracking/progress.ts';

export const aPhase = (changes: Partial<Phase> = {}): Phase => ({
  step_id: 2,
  name: 'Dev Data Movement',
  description: 'Dev Data Movement Testing 1',
  orders: 2,
  is_optional: false,
  parent_step_id: null,
  ...changes,
});

export const anEntity = (changes: Partial<Entity> = {}): Entity => ({
  entity_id: 2,
  application_name: 'striim',
  source_server: 'MSSQL',
  source_database: 'adventure-works-2019',
  target_server: 'Postgres',
  target_database: 'postgres',
  is_spdb: false,
  migration_type: 'Downtime',
  migrator: 'In-progress',
  env: 'Development',
  ...changes,
});

export const aProgress = (changes: Partial<Progress> = {}): Progress => ({
  step_id: 2,
  entity_id: 2,
  start_date_time: '2023-05-04 11:00:00',
  end_date_time: '2023-05-04 12:00:00',
  is_successful: true,
  ...changes,
});

export const anObject = (changes: Partial<EntityObject> = {}): EntityObject => ({
  object_id: 2,
  entity_id: 2,
  name: 'PostgreSQL',
  size_in_mb: 30,
  ...changes,
});

export const aFact = (changes: Partial<Evidence> = {}): Evidence => ({
  evidence_id: 'validation/v1/ended',
  kind: 'validation',
  entity_id: 2,
  env: 'Development',
  stage: 'Data Validation',
  subject: 'v1',
  object_name: null,
  result: 'passed',
  count: 10,
  started_at: '2023-05-04T11:00:00.000Z',
  occurred_at: '2023-05-04T12:00:00.000Z',
  link: null,
  detail: { rows: 10, table: 'jobs' },
  recorded_by: 'test',
  ...changes,
});

/** Values that break statements, files and pages which are made by putting texts together. */
export const hostileTexts = [
  'O\'Brien "quoted" `ticked` \\ back',
  "'; DROP TABLE step_event; --",
  'two\nlines\r\nand\ta tab',
  '🦉 Ångström 漢字 \u202Eright to left',
  '@name $1 ? \x24{dataset} {{projectId}} %s',
  '{"json": ["not", null]}',
] as const;
