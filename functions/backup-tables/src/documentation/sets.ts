import { codecs } from '@cutover/shared/domain/backup/manifest.ts';
import { progressSchema } from '@cutover/shared/domain/backup/running-set.ts';
import type { Documentation } from '@cutover/shared/runtime/documentation.ts';
import * as z from 'zod';
import { exampleInstant, exampleSet } from './examples.ts';
import { keptProofSchema, proofAnswerSchema, proofMarkSchema } from './proofs.ts';

const count = z.int().min(0);
const states = ['proven', 'damaged', 'unproven'] as const;
const path = { id: exampleSet };

const tableSchema = z.object({
  table: z.string(),
  object: z.string(),
  generation: z.string(),
  rows: count,
  bytes: count,
  sha256: z.string(),
  crc32c: z.string(),
  content_hash: z.string(),
  codec: z.enum(codecs),
  columns: z.array(z.object({ name: z.string(), sql_type: z.string() })),
});

const setFacts = {
  set_id: z.string(),
  database: z.string(),
  state: z.enum(states),
  taken_at: z.iso.datetime(),
  finished_at: z.iso.datetime(),
  rows: count,
  bytes: count,
  tables: z.array(tableSchema),
};

const runningSchema = z.object({
  set_id: z.string().nullable(),
  database: z.string(),
  state: z.literal('running'),
  progress: progressSchema.nullable(),
});

const takenSchema = z.object({
  ...setFacts,
  proof: proofAnswerSchema.extend({ version: z.literal(1) }).optional(),
});
const location = { location: 'Where the set is.' };

export const backUpDocumentation: Documentation = {
  answers: {
    201: { description: 'The set is whole.', schema: takenSchema, headers: location },
    202: {
      description: 'Another one is being taken (unless_running).',
      schema: runningSchema,
      headers: location,
    },
  },
  problems: ['unknown-table', 'busy', 'invalid-object', 'unsupported', 'conflict'],
  examples: [
    { summary: 'All tables, read back at once', body: { verify: true }, status: 201 },
    {
      summary: 'Two tables',
      body: { tables: ['departments', 'jobs'], codec: 'snappy' },
      status: 201,
    },
  ],
};

const listedSchema = z.object({
  set_id: z.string(),
  state: z.enum([...states, 'running']),
  taken_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  tables: count.nullable(),
  rows: count.nullable(),
  bytes: count.nullable(),
  proven_at: z.string().nullable(),
  proofs: z.array(proofMarkSchema),
  progress: progressSchema.optional(),
});

export const listDocumentation: Documentation = {
  answers: {
    200: {
      description: 'The sets, newest first.',
      schema: z.object({
        database: z.string(),
        items: z.array(listedSchema),
        next: z.string().nullable(),
      }),
    },
  },
  examples: [
    {
      summary: 'The newest set',
      query: { limit: '1' },
      answer: {
        database: 'hr',
        items: [
          {
            set_id: exampleSet,
            state: 'proven',
            taken_at: exampleInstant,
            finished_at: exampleInstant,
            tables: 3,
            rows: 1999,
            bytes: 48210,
            proven_at: exampleInstant,
            proofs: [{ kind: 'verify', passed: true, at: exampleInstant }],
          },
        ],
        next: exampleSet,
      },
    },
  ],
};

const setSchema = z.object({
  ...setFacts,
  proven_at: z.string().nullable(),
  proofs: z.array(keptProofSchema),
  server_version: z.string(),
  binlog: z.object({ file: z.string(), position: count }).nullable(),
  manifest: z.string(),
});

export const setDocumentation: Documentation = {
  answers: {
    200: { description: 'The set, or its progress.', schema: z.union([setSchema, runningSchema]) },
  },
  problems: ['not-found', 'invalid-object'],
  examples: [{ summary: 'A set', path }],
};
