import * as z from 'zod';

const firstYear = 1900;
const lastYear = 2100;
const wrongYear = `year must be a whole number from ${firstYear} to ${lastYear}.`;

const flag = (name: string) =>
  z
    .enum(['true', 'false'], `${name} must be true or false.`)
    .default('false')
    .transform((text) => text === 'true');

export const formatNames = ['json', 'csv', 'html', 'text'] as const;

export type FormatName = (typeof formatNames)[number];

export const engineNames = ['mysql', 'bigquery'] as const;

/** What counts: the database itself, or BigQuery over its newest backup set. */
export type EngineName = (typeof engineNames)[number];

/** What both reports are asked with. Without `format` the Accept header decides. */
export const querySchema = z.strictObject({
  year: z
    .string()
    .regex(/^\d{4}$/, wrongYear)
    .transform(Number)
    .pipe(z.number().min(firstYear, wrongYear).max(lastYear, wrongYear))
    .default(2021),
  format: z
    .enum(formatNames, {
      error: ({ input }) => `There is no format ${input}; there are json, csv, html and text.`,
    })
    .optional(),
  include_unknown: flag('include_unknown'),
  save: flag('save'),
  engine: z
    .enum(engineNames, {
      error: ({ input }) => `There is no engine ${input}; there are mysql and bigquery.`,
    })
    .default('mysql'),
});
