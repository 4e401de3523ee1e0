import type { Documentation } from '@cutover/shared/runtime/documentation.ts';
import * as z from 'zod';

const count = z.int().min(0);

const undoneSchema = z.object({
  id: z.string(),
  undoes: z.string(),
  tables: z.array(z.object({ table: z.string(), rows: count })),
});

const restoredSchema = z.object({
  id: z.string().nullable().meta({ description: 'By which it can be undone.' }),
  dry_run: z.boolean(),
  set_id: z.string().nullable(),
  taken_at: z.string().nullable(),
  rows: count,
  tables: z.array(
    z.object({
      table: z.string(),
      rows: count,
      object: z.string(),
      filled: z.array(z.string()),
      compared: z.enum(['content', 'rows']),
    }),
  ),
});

const restored = {
  id: '4712',
  dry_run: false,
  set_id: '20261128T104512Z-k3v9q1',
  taken_at: '2026-11-28T10:45:12.345Z',
  rows: 12,
};

export const restoreDocumentation: Documentation = {
  answers: {
    200: {
      description: 'What was restored, or undone.',
      schema: z.union([restoredSchema, undoneSchema]),
    },
  },
  problems: ['not-found', 'unknown-table', 'conflict', 'busy', 'invalid-object', 'unsupported'],
  examples: [
    { summary: 'Try it', body: { table: 'departments', dry_run: true } },
    { summary: 'From the newest set', body: { table: 'departments', reason: 'a bad import' } },
    {
      summary: 'Undo',
      body: { undo: restored.id },
      answer: { id: '4713', undoes: restored.id, tables: [{ table: 'departments', rows: 12 }] },
    },
  ],
};

const journalSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['restore', 'truncate', 'undo', 'rehearsal']),
      state: z.enum(['preparing', 'swapping', 'done', 'failed']),
      tables: z.array(z.string()),
      about: z.record(z.string(), z.string()),
      undoes: z.string().nullable(),
      can_be_undone: z.boolean(),
      replaced_rows: z.enum(['none', 'kept', 'used', 'dropped']),
      error: z.string().nullable(),
      started_at: z.string(),
      finished_at: z.string().nullable(),
    }),
  ),
});

export const journalDocumentation: Documentation = {
  answers: { 200: { description: 'The newest first.', schema: journalSchema } },
  examples: [{ summary: 'The newest', query: { limit: '2' } }],
};
