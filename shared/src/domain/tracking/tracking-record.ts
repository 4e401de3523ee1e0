import * as z from 'zod';
import { evidenceKinds, evidenceSchema } from './evidence.ts';
import { textSchema, wholeNumberSchema } from './field-schemas.ts';
import { stages } from './phase-name.ts';

const workFields = {
  /** Id of the load, restore, extraction or validation. */
  work_id: z.string().min(1).max(100),
  work: z.enum(evidenceKinds).extract(['load', 'restore', 'schema', 'validation']),
  entity_id: wholeNumberSchema('entity_id'),
  /** Which of the phases of the entity's env it is part of. */
  stage: z.enum(stages),
  /** The table or file that it is about. */
  object_name: z.string().max(128).nullable(),
  started_at: z.iso.datetime(),
};

/** What a function tells of itself, in the form in which it can wait to be recorded. */
export const trackingRecordSchema = z.discriminatedUnion('record', [
  z.strictObject({ record: z.literal('work-started'), ...workFields }),
  z.strictObject({
    record: z.literal('work-ended'),
    ...workFields,
    ended_at: z.iso.datetime(),
    is_successful: z.boolean(),
    /** Rows that it wrote or compared. */
    count: wholeNumberSchema('count').nullable(),
    link: z.string().max(2048).nullable(),
    detail: evidenceSchema.shape.detail,
  }),
  z.strictObject({
    record: z.literal('object-size'),
    entity_id: wholeNumberSchema('entity_id'),
    name: textSchema('name', 1, 128),
    size_in_mb: wholeNumberSchema('size_in_mb'),
  }),
  z.strictObject({
    record: z.literal('fact'),
    ...evidenceSchema.omit({ env: true, recorded_by: true }).shape,
  }),
]);

export type TrackingRecord = z.infer<typeof trackingRecordSchema>;

/** Where functions record what they do for an entity. */
export interface ProgressRecorder {
  /**
   * Records once, however often the same record comes and in whatever order records come. Fails
   * with `unknown-reference` where the entity is not there (recording again does not help until
   * it is), and with `unavailable` or `busy` where the same record is to come again.
   */
  record(record: TrackingRecord): Promise<void>;
}
