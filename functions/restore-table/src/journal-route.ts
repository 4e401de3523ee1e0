import type { ReplacementRecord } from '@cutover/shared/domain/restore/ports.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { journalDocumentation } from './documentation.ts';
import type { Ports } from './ports.ts';

const mostItems = 100;
const usualItems = 20;
const wrongLimit = `limit must be a whole number from 1 to ${mostItems}.`;

const describe = (record: ReplacementRecord) => ({
  id: record.id,
  kind: record.kind,
  state: record.state,
  tables: record.tables,
  about: record.about,
  undoes: record.undoes,
  can_be_undone: record.replacedRows === 'kept',
  replaced_rows: record.replacedRows,
  error: record.error,
  started_at: record.startedAt,
  finished_at: record.finishedAt,
});

/** The newest times that tables' rows were replaced, or that it was tried. */
export const journalRoute = route({
  method: 'GET',
  paths: ['/restore-table'],
  access: 'viewer',
  summary: 'The newest restores, truncates and undos',
  query: z.strictObject({
    limit: z
      .string()
      .regex(/^\d{1,3}$/, wrongLimit)
      .transform(Number)
      .pipe(z.number().min(1, wrongLimit).max(mostItems, wrongLimit))
      .default(usualItems),
  }),
  documentation: journalDocumentation,
  run: async ({ replacer }: Ports, { query: { limit } }) =>
    answerJson({ items: (await replacer.list(limit)).map(describe) }),
});
