import type { Documentation } from '@cutover/shared/runtime/documentation.ts';
import * as z from 'zod';
import type { Report } from './report.ts';

const count = z.int().min(0);

const facts = {
  year: z.int(),
  include_unknown: z.boolean(),
  hires: count,
  backup_set: z.object({ set_id: z.string(), taken_at: z.string() }).optional(),
  saved: z.string().optional(),
};

const leftOut = { open_rejects: count, without_date: count, without_department: count };

const quarterlySchema = z.object({
  report: z.literal('hiring_by_quarter'),
  ...facts,
  listed: count,
  rows: z.array(
    z.object({
      department: z.string(),
      job: z.string(),
      Q1: count,
      Q2: count,
      Q3: count,
      Q4: count,
    }),
  ),
  left_out: z.object({ ...leftOut, without_job: count }),
});

const aboveMeanSchema = z.object({
  report: z.literal('departments_above_mean'),
  ...facts,
  departments: count,
  mean: z.number().nullable(),
  rows: z.array(z.object({ id: z.int(), department: z.string(), hired: count })),
  left_out: z.object(leftOut),
});

const quarterlyExample = {
  report: 'hiring_by_quarter',
  year: 2021,
  include_unknown: false,
  hires: 1477,
  listed: 1477,
  rows: [{ department: 'Accounting', job: 'Account Executive', Q1: 1, Q2: 0, Q3: 0, Q4: 2 }],
  left_out: { open_rejects: 45, without_date: 0, without_department: 0, without_job: 0 },
};

const aboveMeanExample = {
  report: 'departments_above_mean',
  year: 2021,
  include_unknown: false,
  hires: 1477,
  departments: 12,
  mean: 123.08333333333333,
  rows: [{ id: 5, department: 'Engineering', hired: 135 }],
  left_out: { open_rejects: 45, without_date: 0, without_department: 0 },
};

const about = (schema: z.ZodType, answer: object): Documentation => ({
  answers: {
    200: {
      description: 'The report.',
      schema,
      headers: {
        'x-left-out': 'What the report does not show, by number.',
        'x-saved-to': 'Where a copy is (save=true).',
        'x-backup-set': 'The set that was counted (engine=bigquery).',
      },
    },
  },
  problems: ['not-found'],
  examples: [
    { summary: 'As JSON', query: { year: '2021' }, answer },
    { summary: 'As a grid of text', query: { year: '2021', format: 'text' } },
  ],
});

export const documentationOf: Readonly<Record<Report['name'], Documentation>> = {
  hiring_by_quarter: about(quarterlySchema, quarterlyExample),
  departments_above_mean: about(aboveMeanSchema, aboveMeanExample),
};
