import {
  type Entity,
  entitySchema,
  environmentSchema,
} from '@cutover/shared/domain/tracking/entity.ts';
import {
  flagParameter,
  textSchema,
  wholeNumberParameter,
} from '@cutover/shared/domain/tracking/field-schemas.ts';
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
  storeOf: ({ store }) => store.entity,
  create: ({ store }, ...entity) => store.entity.create(...entity),
  replace: ({ store }, ...entity) => store.entity.replace(...entity),
};
