import { rejectStates } from '@cutover/shared/domain/ingest/ports.ts';
import type { Documentation } from '@cutover/shared/runtime/documentation.ts';
import * as z from 'zod';
import { exampleLoad, faultSchema } from './load-schema.ts';

const count = z.int().min(0);
const path = { id: exampleLoad };
/** A reject, as the examples name it. */
const exampleReject = '4711';

const end = {
  state: z.enum(rejectStates),
  closed_at: z.string().nullable(),
  closed_by_load: z.string().nullable(),
  superseded_by: z.string().nullable(),
  discarded_by: z.string().nullable(),
  discard_reason: z.string().nullable(),
};

const rejectSchema = z.object({
  reject_id: z.string(),
  line: count,
  row: z.record(z.string(), z.string().nullable()),
  extra: z.array(z.string().nullable()),
  errors: z.array(faultSchema),
  ...end,
});

export const rejectsDocumentation: Documentation = {
  answers: {
    200: {
      description: 'A page of rejects as JSON; as CSV all of them, in a file to be repaired.',
      schema: z.object({ items: z.array(rejectSchema), next: z.string().nullable() }),
    },
  },
  problems: ['not-found'],
  examples: [
    { summary: 'As JSON', path, query: { state: 'all' } },
    { summary: 'As the file to be repaired', path, query: { format: 'csv' } },
  ],
};

const resultSchema = z.object({
  reject_id: z.string(),
  ...end,
  result: z.enum(['inserted', 'updated', 'unchanged', 'rejected', 'closed', 'discarded']),
  errors: z.array(faultSchema).optional(),
});

const repairedSchema = z.object({
  load_id: z.string(),
  counts: z.object({
    inserted: count,
    updated: count,
    unchanged: count,
    rejected: count,
    closed: count,
  }),
  results: z.array(resultSchema),
});

const discardedSchema = z.object({
  load_id: z.string(),
  discarded: count,
  results: z.array(resultSchema).optional(),
});

export const settleDocumentation: Documentation = {
  answers: {
    200: {
      description: 'What became of each reject.',
      schema: z.union([repairedSchema, discardedSchema]),
    },
  },
  problems: ['not-found', 'conflict', 'busy', 'unsupported', 'unknown-table'],
  examples: [
    {
      summary: 'Repair one',
      path,
      body: { repairs: [{ reject_id: exampleReject, row: { id: 901 } }] },
    },
    { summary: 'Discard the rest', path, body: { discard: 'all', reason: 'not ours' } },
  ],
};
