import { delimiters } from '@cutover/shared/domain/csv/dialect.ts';
import { textSchema, wholeNumberSchema } from '@cutover/shared/domain/tracking/field-schemas.ts';
import * as z from 'zod';

const choice = <const Names extends readonly string[]>(name: string, names: Names) =>
  z.enum(names, `${name} must be one of ${names.join(', ')}.`).optional();

/** The largest object that Cloud Storage takes: 5 TiB. */
const mostBytes = 5 * 2 ** 40;
const wrongRatio = 'max_reject_ratio must be a number from 0 to 1.';

const wrongOrigin = 'origin must be the origin of a page, like https://console.example.com.';

/** A file that is to be uploaded, with the options of its load. What is not said, tables.yaml says. */
export const uploadBodySchema = z.strictObject({
  table: textSchema('table', 1, 64),
  file_name: textSchema('file_name', 1, 255).optional(),
  size_bytes: wholeNumberSchema('size_bytes')
    .min(1, 'size_bytes must be at least 1.')
    .max(mostBytes, `size_bytes must be at most ${mostBytes}.`)
    .optional(),
  mode: choice('mode', ['partial', 'atomic']),
  conflict: choice('conflict', ['reject', 'skip', 'update']),
  dry_run: z.boolean('dry_run must be true or false.').optional(),
  entity_id: wholeNumberSchema('entity_id').optional(),
  max_rejects: wholeNumberSchema('max_rejects')
    .max(999_999_999_999_999, 'max_rejects has too many digits.')
    .optional(),
  max_reject_ratio: z.number(wrongRatio).min(0, wrongRatio).max(1, wrongRatio).optional(),
  header: choice('header', ['present', 'absent']),
  encoding: choice('encoding', ['utf-8', 'windows-1252']),
  delimiter: choice('delimiter', delimiters),
  origin: z
    .string(wrongOrigin)
    .regex(/^https?:\/\/[a-z0-9.:[\]-]+$/i, wrongOrigin)
    .max(255, wrongOrigin)
    .optional(),
});

export type UploadBody = z.infer<typeof uploadBodySchema>;
