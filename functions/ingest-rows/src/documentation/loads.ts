import { faultCodes } from '@cutover/shared/domain/fault.ts';
import { rejectStates } from '@cutover/shared/domain/ingest/ports.ts';
import type { Documentation } from '@cutover/shared/runtime/documentation.ts';
import * as z from 'zod';
import { entryFields, exampleLoad } from './load-schema.ts';

const count = z.int().min(0);

const counts = Object.fromEntries(rejectStates.map((state) => [state, count]));

const planSchema = z.looseObject({
  columns: z.array(z.string()),
  has_header: z.boolean(),
  delimiter: z.string(),
  encoding: z.string(),
  is_repair: z.boolean(),
  max_rejects: count.nullable(),
  max_reject_ratio: z.number().nullable(),
});

const digestSchema = z.looseObject({ code: z.enum(faultCodes), column: z.string().nullable() });

const loadSchema = z.object({
  ...entryFields,
  books_balance: z.boolean(),
  plan: planSchema.nullable(),
  rejects: z.object(counts),
  not_added: z.string().nullable().meta({ description: 'The file of rejects, to be repaired.' }),
  digest: z.array(digestSchema),
});

const listSchema = z.object({
  items: z.array(z.object(entryFields)),
  next: z.string().nullable(),
});

export const loadsDocumentation: Documentation = {
  answers: { 200: { description: 'The loads, newest first.', schema: listSchema } },
  examples: [
    { summary: 'Loads of a table', query: { table: 'departments', state: 'done', limit: '2' } },
  ],
};

export const loadDocumentation: Documentation = {
  answers: { 200: { description: 'The load.', schema: loadSchema } },
  problems: ['not-found'],
  examples: [{ summary: 'A load', path: { id: exampleLoad } }],
};
