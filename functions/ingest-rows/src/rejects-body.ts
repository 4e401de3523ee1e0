import { isRow, type JsonRow } from '@cutover/shared/domain/batch/row-keys.ts';
import { textSchema } from '@cutover/shared/domain/tracking/field-schemas.ts';
import * as z from 'zod';

const mostRejects = 1000;
const count = (name: string) => `${name} must have 1 to ${mostRejects} of them.`;

const wrongId = 'The id of a reject is a whole number, as GET /loads/{id}/rejects has it.';

const idSchema = z
  .union([z.string(), z.int()], wrongId)
  .transform(String)
  .pipe(z.string().regex(/^[1-9]\d{0,18}$/, wrongId));

const repairSchema = z.strictObject(
  {
    reject_id: idSchema,
    row: z.custom<JsonRow>(isRow, 'row must be an object: new values by column.'),
  },
  'A repair is an object with reject_id and row.',
);

const several = <Item extends z.ZodType>(name: string, item: Item) =>
  z.array(item, `${name} must be a list.`).min(1, count(name)).max(mostRejects, count(name));

const fieldsSchema = z.strictObject({
  repairs: several('repairs', repairSchema).optional(),
  discard: z
    .union([z.literal('all'), several('discard', idSchema)], {
      error: `discard must be a list of 1 to ${mostRejects} ids of rejects, or "all".`,
    })
    .optional(),
  reason: textSchema('reason', 1, 1000).optional(),
});

type Fields = z.infer<typeof fieldsSchema>;

function findDuplicate({ repairs, discard }: Fields): (string | number)[] | null {
  const ids =
    repairs?.map(({ reject_id }) => reject_id) ?? (discard === 'all' ? [] : discard) ?? [];
  const at = ids.findIndex((id, position) => ids.indexOf(id) < position);
  if (at === -1) return null;
  return repairs === undefined ? ['discard', at] : ['repairs', at, 'reject_id'];
}

interface Slip {
  readonly path: (string | number)[];
  readonly message: string;
}

/** Fields that do not go together, and what to do about it. */
function findSlip(fields: Fields): Slip | null {
  const { repairs, discard, reason } = fields;
  if (repairs === undefined && discard === undefined) {
    return { path: [], message: 'Send repairs, or discard with a reason.' };
  }
  if (repairs !== undefined && discard !== undefined) {
    return { path: ['discard'], message: 'Repair and discard by two requests.' };
  }
  if (discard !== undefined && (reason ?? '').trim() === '') {
    return { path: ['reason'], message: 'discard wants a reason, which is kept.' };
  }
  if (repairs !== undefined && reason !== undefined) {
    return { path: ['reason'], message: 'Only discard takes a reason.' };
  }
  const path = findDuplicate(fields);
  return path === null ? null : { path, message: 'A reject is named more than once.' };
}

/** What becomes of rejects: their records are repaired, or they are discarded for a reason. */
export const rejectsBodySchema = fieldsSchema.superRefine((fields, context) => {
  const slip = findSlip(fields);
  if (slip !== null) context.addIssue({ code: 'custom', ...slip });
});

export type RejectsBody = z.infer<typeof rejectsBodySchema>;
