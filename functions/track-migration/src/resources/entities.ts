import {
  type Entity,
  entitySchema,
  environmentSchema,
} from '@cutover/shared/domain/tracking/entity.ts';
import {
  flagParameter,
  textSchema,
  wholeNumberParameter,
  wholeNumberSchema,
} from '@cutover/shared/domain/tracking/field-schemas.ts';
import { environments } from '@cutover/shared/domain/tracking/phase-name.ts';
import * as z from 'zod';
import type { Resource } from '../resource.ts';

const key = { entity_id: wholeNumberParameter('entity_id') };
const text = (name: string) => textSchema(name, 1, 255);

export const entities: Resource<'entity', Entity> = {
  name: 'entity',
  title: 'migrating application (entity)',
  path: '/api/v1/entity-table',
  key: z.strictObject(key),
  filter: z.strictObject({
    ...key,
    application_name: text('application_name'),
    source_server: text('source_server'),
    source_database: text('source_database'),
    target_server: text('target_server'),
    target_database: text('target_database'),
    is_spdb: flagParameter('is_spdb'),
    migration_type: text('migration_type'),
    migrator: text('migrator'),
    env: environmentSchema,
  }),
  body: entitySchema,
  record: z.object({
    entity_id: wholeNumberSchema('entity_id'),
    application_name: z.string(),
    source_server: z.string(),
    source_database: z.string(),
    target_server: z.string(),
    target_database: z.string().nullable(),
    is_spdb: z.boolean(),
    migration_type: z.string(),
    migrator: z.string().nullable(),
    env: z.enum(environments),
  }),
  example: {
    body: {
      entity_id: 70,
      application_name: 'payroll',
      source_server: 'db1.example.com',
      source_database: 'payroll',
      target_server: 'cutover',
      target_database: 'payroll',
      env: 'Development',
    },
    change: { migrator: 'half way' },
  },
  storeOf: ({ store }) => store.entity,
  create: ({ store }, ...entity) => store.entity.create(...entity),
  replace: ({ store }, ...entity) => store.entity.replace(...entity),
};
