import type { Documentation } from '@cutover/shared/runtime/documentation.ts';
import * as z from 'zod';
import { operators } from './filters/operators.ts';

const count = z.int().min(0);
const path = { table: 'departments' };

const tablesSchema = z.object({
  items: z.array(
    z.object({
      table: z.string(),
      rows: count,
      rows_are: z.enum(['counted', 'estimated']),
      bytes: count,
    }),
  ),
});

export const tablesDocumentation: Documentation = {
  answers: { 200: { description: 'The tables, by name.', schema: tablesSchema } },
  examples: [
    {
      summary: 'The tables',
      answer: { items: [{ table: 'departments', rows: 12, rows_are: 'counted', bytes: 16384 }] },
    },
  ],
};

const columnSchema = z
  .looseObject({
    name: z.string(),
    kind: z.string(),
    sql_type: z.string(),
    nullable: z.boolean(),
    json_type: z.string(),
    filters: z.array(z.enum(operators)),
  })
  .meta({ description: 'What the column takes, and how its values are read.' });

const contractSchema = z.looseObject({
  table: z.string(),
  columns: z.array(columnSchema),
  primary_key: z.array(z.string()),
  page_key: z.array(z.string()).nullable(),
});

export const contractDocumentation: Documentation = {
  answers: { 200: { description: 'The contract.', schema: contractSchema } },
  problems: ['unknown-table'],
  examples: [{ summary: 'The contract of departments', path }],
};

const rowsSchema = z.object({
  table: z.string(),
  items: z.array(z.record(z.string(), z.unknown())),
  next: z.string().nullable(),
});

export const rowsDocumentation: Documentation = {
  answers: {
    200: {
      description: 'The rows in the order of the key; the header x-next-cursor has what next says.',
      schema: rowsSchema,
      headers: { 'x-next-cursor': 'The cursor of the next page, where there is one.' },
    },
  },
  problems: ['unknown-table'],
  examples: [
    {
      summary: 'The first row as JSON',
      path,
      query: { limit: '1' },
      answer: {
        table: 'departments',
        items: [{ id: 1, department: 'Product Management' }],
        next: 'WyIxIl0',
      },
    },
    {
      summary: 'Rows that a filter lets through, as CSV',
      path,
      query: { columns: 'department,id', 'where[id][lte]': '3', format: 'csv' },
      answer: 'department,id\r\nProduct Management,1\r\n',
    },
  ],
};
