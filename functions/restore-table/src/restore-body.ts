import { newest } from '@cutover/shared/domain/backup/set-folder.ts';
import type { RestoreRequest } from '@cutover/shared/domain/restore/restore-tables.ts';
import { wholeNumberSchema } from '@cutover/shared/domain/tracking/field-schemas.ts';
import * as z from 'zod';

const text = (name: string, most: number) =>
  z
    .string(`${name} must be a text.`)
    .min(1, `${name} must not be empty.`)
    .max(most, `${name} may have ${most} characters.`);
const tableName = text('A table’s name', 64);

const fieldsSchema = z.strictObject({
  table: tableName.optional(),
  tables: z
    .union(
      [z.literal('all'), z.array(tableName).min(1)],
      'tables must be a list of names, or "all".',
    )
    .optional(),
  set_id: text('set_id', 64).optional(),
  object: text('object', 1024).optional(),
  as: tableName.optional(),
  dry_run: z.boolean('dry_run must be true or false.').optional(),
  undo: z
    .union([z.string(), z.int()], 'undo must be the id of a restore.')
    .transform(String)
    .pipe(z.string().regex(/^\d{1,19}$/, 'undo must be the id of a restore.'))
    .optional(),
  reason: text('reason', 1000).optional(),
  entity_id: wholeNumberSchema('entity_id').optional(),
});

type Fields = z.infer<typeof fieldsSchema>;

/** Fields that do not go together, and what to do about it. */
function findContradiction(fields: Fields): { at: keyof Fields; message: string } | null {
  const given = (...names: (keyof Fields)[]) => names.find((name) => fields[name] !== undefined);
  const beside = (at: keyof Fields | undefined, what: string) =>
    at === undefined
      ? null
      : { at, message: `${at} does not go with ${what}; leave one of them out.` };
  if (fields.undo !== undefined) {
    return beside(given('table', 'tables', 'set_id', 'object', 'as', 'dry_run'), 'undo');
  }
  if (fields.object !== undefined) return beside(given('tables', 'set_id'), 'object');
  if (fields.table !== undefined) return beside(given('tables'), 'table');
  if (fields.tables !== undefined) return null;
  const message = 'Say what to restore: table, tables (a list of names, or "all") or object.';
  return { at: 'table', message };
}

const readSource = ({ object, table, tables, set_id = newest }: Fields): RestoreRequest['from'] =>
  object === undefined
    ? { setId: set_id, tables: tables ?? (table === undefined ? [] : [table]) }
    : { object, table: table ?? null };

/**
 * The body of a request: a restore, or the id of one to be undone; `reason` goes into the journal, and
 * `entity` is whose database it is.
 */
export const restoreBodySchema = fieldsSchema
  .superRefine((fields, context) => {
    const found = findContradiction(fields);
    if (found === null) return;
    context.addIssue({ code: 'custom', path: [found.at], message: found.message });
  })
  .transform(
    ({ undo = null, reason = null, as = null, dry_run = false, entity_id, ...source }) => ({
      undo,
      reason,
      entity: entity_id ?? null,
      restore: { from: readSource(source), as, isRehearsal: dry_run },
    }),
  );
