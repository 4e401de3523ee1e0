import type { Documentation } from '@cutover/shared/runtime/documentation.ts';
import * as z from 'zod';

const count = z.int().min(0);

const table = {
  table: z.string(),
  rows: count,
  set_id: z.string().nullable().meta({ description: 'The proven set that holds these rows.' }),
  taken_at: z.string().nullable(),
};

const preview = {
  truncated: z.literal(false),
  database: z.string(),
  rows: count,
  obstacles: z.array(z.object({ table: z.string().optional(), message: z.string() })),
  tables: z.array(z.object({ ...table, sample: z.array(z.record(z.string(), z.unknown())) })),
};

const truncatedSchema = z.object({
  truncated: z.literal(true),
  undo: z.string().meta({ description: 'By which it can be undone.' }),
  database: z.string(),
  rows: count,
  tables: z.array(z.object(table)),
});

const undoneSchema = z.object({
  id: z.string(),
  undoes: z.string(),
  tables: z.array(z.object({ table: z.string(), rows: count })),
});

export const truncateDocumentation: Documentation = {
  answers: {
    200: {
      description: 'What would go; or what is gone; or what is back.',
      schema: z.union([
        z.object({ ...preview, message: z.string() }),
        truncatedSchema,
        undoneSchema,
      ]),
    },
  },
  problems: ['unknown-table', 'not-found', 'conflict', 'busy', 'unsupported'],
  examples: [
    { summary: 'What would go', body: { tables: ['offices'] } },
    {
      summary: 'Empty it',
      body: { tables: ['offices'], confirm: 'hr', force: true, reason: 'a table of tests' },
      answer: {
        truncated: true,
        undo: '4713',
        database: 'hr',
        rows: 2,
        tables: [{ table: 'offices', rows: 2, set_id: null, taken_at: null }],
      },
    },
    { summary: 'Undo', body: { undo: '4713' } },
  ],
};
