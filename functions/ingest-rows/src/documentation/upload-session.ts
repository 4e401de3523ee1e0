import type { Documentation } from '@cutover/shared/runtime/documentation.ts';
import * as z from 'zod';

const sessionSchema = z.object({
  upload_url: z.string().meta({ description: 'Takes the file by PUT, whole or in parts.' }),
  bucket: z.string(),
  object: z.string(),
  expires_at: z.iso.datetime(),
  loads: z.string().meta({ description: 'Where its load is, once the file is there.' }),
  next: z.string(),
});

export const uploadSessionDocumentation: Documentation = {
  answers: { 201: { description: 'Where to send the file.', schema: sessionSchema } },
  problems: ['unknown-table'],
  examples: [
    {
      summary: 'A large file',
      body: { table: 'hired_employees', file_name: 'hires 2021.csv', mode: 'partial' },
      status: 201,
    },
  ],
};
