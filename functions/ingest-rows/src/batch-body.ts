import { flagSchema, wholeNumberSchema } from '@cutover/shared/domain/tracking/field-schemas.ts';
import * as z from 'zod';

const mostRows = 1000;
const count = `A batch has 1 to ${mostRows} rows.`;

const choice = (name: string, values: readonly string[]) =>
  `${name} must be one of ${values.join(', ')}.`;
const modes = ['partial', 'atomic'] as const;
const conflicts = ['reject', 'skip', 'update'] as const;

const fieldsSchema = z.strictObject({
  rows: z
    .array(z.unknown(), 'rows must be a list of objects.')
    .min(1, count)
    .max(mostRows, `${count} Send more as several batches, or as a file.`),
  mode: z.enum(modes, choice('mode', modes)).optional(),
  conflict: z.enum(conflicts, choice('conflict', conflicts)).optional(),
  dry_run: flagSchema('dry_run').optional(),
  max_rejects: wholeNumberSchema('max_rejects').optional(),
  max_reject_ratio: z.number('max_reject_ratio must be from 0 to 1.').min(0).max(1).optional(),
  entity_id: wholeNumberSchema('entity_id').optional(),
});

/** Rows, with the options of the load; or the rows alone. What is not said, tables.yaml says. */
export const batchBodySchema = z.preprocess(
  (body) => (Array.isArray(body) ? { rows: body } : body),
  fieldsSchema,
);
