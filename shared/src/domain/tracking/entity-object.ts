import * as z from 'zod';
import { textSchema, wholeNumberSchema } from './field-schemas.ts';

/** A table, view or function of an entity. */
export interface EntityObject {
  readonly object_id: number;
  readonly entity_id: number;
  readonly name: string;
  /** Whole megabytes (2^20 bytes), rounded up. */
  readonly size_in_mb: number;
}

/** An entity object on the wire. */
export const entityObjectSchema: z.ZodType<EntityObject> = z.strictObject({
  object_id: wholeNumberSchema('object_id'),
  entity_id: wholeNumberSchema('entity_id'),
  name: textSchema('name', 1, 128),
  size_in_mb: wholeNumberSchema('size_in_mb'),
});
