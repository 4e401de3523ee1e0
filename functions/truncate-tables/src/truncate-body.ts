import { wholeNumberSchema } from '@cutover/shared/domain/tracking/field-schemas.ts';
import * as z from 'zod';

const wrongUndo = 'undo must be the id of a truncate.';

const fieldsSchema = z.strictObject({
  tables: z
    .array(
      z.string('A table’s name must be a text.').min(1, 'A table’s name must not be empty.'),
      'tables must be a list of names.',
    )
    .min(1, 'tables must name one table at least; without it all are meant.')
    .optional(),
  confirm: z.string('confirm must be the name of the database.').optional(),
  force: z.boolean('force must be true or false.').optional(),
  reason: z
    .string('reason must be a text.')
    .trim()
    .min(1, 'reason must not be empty.')
    .max(1000, 'reason may have 1000 characters.')
    .optional(),
  undo: z
    .union([z.string(), z.int()], wrongUndo)
    .transform(String)
    .pipe(z.string().regex(/^\d{1,19}$/, wrongUndo))
    .optional(),
  entity_id: wholeNumberSchema('entity_id').optional(),
});

type Fields = z.infer<typeof fieldsSchema>;

/** Fields that do not go together, and what to do about it. */
function findContradiction(fields: Fields): { at: keyof Fields; message: string } | null {
  const beside = (['tables', 'confirm', 'force'] as const).find((at) => fields[at] !== undefined);
  if (fields.undo !== undefined && beside !== undefined) {
    return { at: beside, message: `${beside} does not go with undo; leave one of them out.` };
  }
  if (fields.undo === undefined && fields.entity_id !== undefined) {
    return {
      at: 'entity_id',
      message: 'entity_id goes with undo; a truncate is kept in the journal.',
    };
  }
  if (fields.force !== true || fields.reason !== undefined) return null;
  return { at: 'reason', message: 'force wants a reason, which the journal keeps.' };
}

/** What is to be emptied, or the id of what is to be undone; `reason` goes into the journal. */
export const truncateBodySchema = fieldsSchema
  .superRefine((fields, context) => {
    const found = findContradiction(fields);
    if (found === null) return;
    context.addIssue({ code: 'custom', path: [found.at], message: found.message });
  })
  .prefault({});

export type TruncateBody = z.infer<typeof truncateBodySchema>;
