import {
  type EntityObject,
  entityObjectSchema,
} from '@cutover/shared/domain/tracking/entity-object.ts';
import {
  textSchema,
  wholeNumberParameter,
  wholeNumberSchema,
} from '@cutover/shared/domain/tracking/field-schemas.ts';
import * as z from 'zod';
import type { Resource } from '../resource.ts';

const key = { object_id: wholeNumberParameter('object_id') };

export const entityObjects: Resource<'entity_object', EntityObject> = {
  name: 'entity_object',
  title: 'entity object',
  path: '/api/v1/entity-object-table',
  key: z.strictObject(key),
  filter: z.strictObject({
    ...key,
    entity_id: wholeNumberParameter('entity_id'),
    name: textSchema('name', 1, 128),
    size_in_mb: wholeNumberParameter('size_in_mb'),
  }),
  body: entityObjectSchema,
  record: z.object({
    object_id: wholeNumberSchema('object_id'),
    entity_id: wholeNumberSchema('entity_id'),
    name: z.string(),
    size_in_mb: wholeNumberSchema('size_in_mb'),
  }),
  example: {
    body: { object_id: 700, entity_id: 70, name: 'salaries', size_in_mb: 12 },
    change: { size_in_mb: 13 },
  },
  storeOf: ({ store }) => store.entity_object,
  create: ({ store }, ...object) => store.entity_object.create(...object),
  replace: ({ store }, ...object) => store.entity_object.replace(...object),
};
