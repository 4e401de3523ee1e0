import type { MeasuredTable } from '@cutover/shared/domain/rows/ports.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { tablesDocumentation } from './documentation.ts';
import type { Ports } from './ports.ts';

const describeSize = ({ table, rows, isCounted, bytes }: MeasuredTable) => ({
  table,
  rows,
  rows_are: isCounted ? 'counted' : 'estimated',
  bytes,
});

/** The tables with their rows, counted or estimated, and their sizes. */
export const tablesRoute = route({
  method: 'GET',
  paths: ['/tables'],
  access: 'viewer',
  summary: 'The tables with their numbers of rows and their sizes',
  query: z.strictObject({
    count: z
      .enum(['all', 'small'], 'count must be all or small.')
      .default('small')
      .transform((count) => count === 'all'),
  }),
  documentation: tablesDocumentation,
  run: async ({ measureTables }: Ports, { query: { count: countsAll } }) =>
    answerJson({ items: (await measureTables(countsAll)).map(describeSize) }),
});
