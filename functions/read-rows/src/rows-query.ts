import * as z from 'zod';
import { formatNames } from './formats/formats.ts';

const mostRows = 10_000;
const wrongLimit = `limit must be a whole number from 1 to ${mostRows}, or all.`;
const wrongWhere = 'Filters have the form where[column]=value or where[column][operator]=value.';

/** What rows are asked for with. Without `format` the Accept header decides. */
export const rowsQuerySchema = z.strictObject({
  columns: z
    .string()
    .optional()
    .meta({ description: 'Names of columns, with commas between them; all where it is left out.' }),
  where: z
    .record(z.string(), z.string(), wrongWhere)
    .meta({ description: `${wrongWhere} The contract of a table names each column’s operators.` }),
  order: z
    .enum(['asc', 'desc'], 'order must be asc or desc; rows come in the order of the key.')
    .default('asc'),
  limit: z
    .string()
    .regex(/^(\d{1,5}|all)$/, wrongLimit)
    .transform((text) => (text === 'all' ? null : Number(text)))
    .pipe(z.number().min(1, wrongLimit).max(mostRows, wrongLimit).nullable())
    .default(100)
    .meta({ description: `How many rows: 1 to ${mostRows}, or all.` }),
  cursor: z
    .string()
    .min(1, 'cursor must be the next of the page before.')
    .optional()
    .meta({ description: 'The next of the page before.' }),
  format: z
    .enum(formatNames, {
      error: ({ input }) => `There is no format ${input}; there are ${formatNames.join(', ')}.`,
    })
    .optional(),
  spreadsheet: z
    .enum(['true', 'false'], 'spreadsheet must be true or false.')
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: 'Whether CSV is made safe for spreadsheets, which run formulas.' }),
});

export type RowsQuery = z.infer<typeof rowsQuerySchema>;
