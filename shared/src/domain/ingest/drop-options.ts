import * as z from 'zod';
import { AppError } from '../app-error.ts';
import { delimiters } from '../csv/dialect.ts';
import { nearestNames } from '../nearest-names.ts';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const count = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number);
const id = z
  .string()
  .regex(/^\d{1,16}$/, 'must be a whole number')
  .transform(Number)
  .pipe(z.number().max(Number.MAX_SAFE_INTEGER, 'must be at most 9007199254740991'));
const ratio = z
  .string()
  .regex(/^(0(\.\d+)?|1(\.0+)?|\.\d+)$/, 'must be a number from 0 to 1')
  .transform(Number);

/** What a drop's custom metadata may say; it goes before tables.yaml. */
export const dropOptionsSchema = z.object({
  table: z.string().optional(),
  entity: id.optional(),
  mode: z.enum(['partial', 'atomic']).optional(),
  dry_run: flag.optional(),
  conflict: z.enum(['reject', 'skip', 'update']).optional(),
  max_rejects: count.optional(),
  max_reject_ratio: ratio.optional(),
  header: z.enum(['present', 'absent']).optional(),
  encoding: z.enum(['utf-8', 'windows-1252']).optional(),
  delimiter: z
    .enum([...delimiters, 'comma', 'semicolon', 'tab', 'pipe'])
    .transform(
      (word) => ({ comma: ',', semicolon: ';', tab: '\t', pipe: '|' })[word as string] ?? word,
    )
    .pipe(z.enum(delimiters))
    .optional(),
});

export type DropOptions = z.infer<typeof dropOptionsSchema>;

const known = Object.keys(dropOptionsSchema.shape);

/**
 * Reads a drop's options from its metadata. Keys of other tools are none of ours and passed over;
 * one that is nearly an option is taken for a slip and refused. Throws `invalid-object` that names
 * each key at fault.
 */
export function readDropOptions(metadata: Readonly<Record<string, string>>): DropOptions {
  const options = dropOptionsSchema.safeParse(metadata);
  const slips = Object.keys(metadata)
    .filter((key) => !known.includes(key) && nearestNames(key, known).length > 0)
    .map((key) => `${key}: unknown; did you mean ${nearestNames(key, known).join(' or ')}?`);
  const faults = options.success
    ? slips
    : [
        ...slips,
        ...options.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
      ];
  if (options.success && faults.length === 0) return options.data;
  throw new AppError('invalid-object', `The object's metadata is wrong. ${faults.join(' ')}`);
}

/** The entity that a drop names, else `fallback`; null where it names none that could be, whatever else is wrong. */
export function readEntity(
  metadata: Readonly<Record<string, string>>,
  fallback: number | null,
): number | null {
  const entity = dropOptionsSchema.shape.entity.safeParse(metadata.entity);
  return entity.success ? (entity.data ?? fallback) : null;
}
