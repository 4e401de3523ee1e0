import type { Documentation, DocumentedAnswer } from '@cutover/shared/runtime/documentation.ts';
import * as z from 'zod';
import { faultSchema, loadFields } from './load-schema.ts';

const count = z.int().min(0);
const path = { table: 'departments' };

const rejected = z.object({
  index: count.optional().meta({ description: 'Of the row in a batch, from 0.' }),
  line: count.optional().meta({ description: 'Of the record in a file.' }),
  reject_id: z.string(),
  errors: z.array(faultSchema),
});

const facts = {
  ...loadFields,
  rejected: z.array(rejected),
  ids: z
    .array(z.union([z.int(), z.string()]).nullable())
    .optional()
    .meta({ description: 'By row, the number that the database has given it.' }),
  rejects: z.string().meta({ description: 'Where all rejects are.' }),
};

const doneSchema = z.object({ status: z.literal('ok'), inserted: count, skipped: count, ...facts });

const failedSchema = z.object({
  ...facts,
  type: z.string(),
  status: z.int(),
  title: z.string(),
  code: z.string(),
  detail: z.string(),
  request_id: z.string(),
});

const headers = { 'idempotency-replayed': 'true where the first answer is given again.' };

const answers: Readonly<Record<number, DocumentedAnswer>> = {
  200: { description: 'It is done, but for what was rejected.', schema: doneSchema, headers },
  422: { description: 'Nothing was added, and why.', schema: failedSchema, headers },
};

/** What is the same of every route that loads. */
export const loading = {
  answers,
  problems: ['unknown-table', 'busy', 'key-reused', 'conflict', 'unsupported', 'invalid-object'],
  headers: ['Idempotency-Key'],
} as const satisfies Omit<Documentation, 'examples'>;

const rows = [{ department: 'Botany' }, { id: 'ten', department: 'Geology' }];

export const batchDocumentation: Documentation = {
  ...loading,
  examples: [
    { summary: 'Two rows, one of them wrong', path, body: { rows, mode: 'partial' } },
    { summary: 'All or nothing', path, body: { rows, mode: 'atomic' }, status: 422 },
  ],
};

export const rowsDocumentation: Documentation = {
  ...loading,
  examples: [{ summary: 'One row', path, body: { rows: [{ department: 'Zoology' }] } }],
};

export const uploadDocumentation: Documentation = {
  ...loading,
  examples: [
    {
      summary: 'A file whose second record is wrong',
      path,
      query: { mode: 'partial' },
      body: 'id,department\n900,Chemistry\nx,Physics\n',
    },
  ],
};
