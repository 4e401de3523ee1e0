import { AppError } from '@cutover/shared/domain/app-error.ts';
import { dropOptionsSchema } from '@cutover/shared/domain/ingest/drop-options.ts';
import { textSchema, wholeNumberParameter } from '@cutover/shared/domain/tracking/field-schemas.ts';
import { refuseAll } from '@cutover/shared/runtime/refuse-all.ts';
import * as z from 'zod';

const flagWords = ['true', '1', 'on', 'yes', 'false', '0', 'off', 'no'] as const;

const flag = (name: string) =>
  z
    .string()
    .toLowerCase()
    .pipe(z.enum(flagWords, `${name} must be true or false.`))
    .transform((word) => flagWords.indexOf(word) < 4);

const { table, mode, entity, ...options } = dropOptionsSchema.shape;

/** The fields of the form, as texts. */
export const fieldsSchema = z.strictObject({
  table: textSchema('table', 1, 64),
  source_path: textSchema('source_path', 1, 2048).optional(),
  skip_invalid_rows: flag('skip_invalid_rows').default(false),
  ...options,
  dry_run: flag('dry_run').default(false),
  entity_id: wholeNumberParameter('entity_id').optional(),
});

/** Which file is to be loaded where, and how. */
export type CsvOrder = z.infer<typeof fieldsSchema>;

function explain(issue: z.core.$ZodIssue) {
  if (issue.code !== 'unrecognized_keys') {
    const at = issue.path.join('.');
    return [
      { at, message: issue.message.includes(at) ? issue.message : `${at}: ${issue.message}` },
    ];
  }
  return issue.keys.map((at) => ({ at, message: `There is no field ${at}.` }));
}

/** Reads the fields of a form. Throws `invalid-request` that names each one at fault. */
export function readCsvOrder(fields: ReadonlyMap<string, string>): CsvOrder {
  const filled = [...fields].filter(([, value]) => value !== '');
  const order = fieldsSchema.safeParse(Object.fromEntries(filled));
  if (order.success) return order.data;
  throw refuseAll('The form', order.error.issues.flatMap(explain));
}

/** The fields of a JSON body, as a form would have them. Throws `invalid-request` for values that no form has. */
export function jsonFields(body: unknown): Map<string, string> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new AppError('invalid-request', 'The body must be a JSON object.');
  }
  const fields = Object.entries(body).filter(([, value]) => value !== null);
  const nested = fields.find(([, value]) => typeof value === 'object');
  if (nested === undefined) return new Map(fields.map(([name, value]) => [name, String(value)]));
  const message = `${nested[0]} must be a single value.`;
  throw new AppError('invalid-request', message, { details: [{ at: nested[0], message }] });
}
