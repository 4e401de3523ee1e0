import { codecs } from '@cutover/shared/domain/backup/manifest.ts';
import { wholeNumberSchema } from '@cutover/shared/domain/tracking/field-schemas.ts';
import * as z from 'zod';

/** As long as the function itself may take (function.yaml). */
const longestSeconds = 3600;
const shortestSeconds = 60;
const wrongDeadline = `deadline_seconds must be a whole number from ${shortestSeconds} to ${longestSeconds}.`;

export const backUpBodySchema = z
  .strictObject({
    tables: z
      .array(z.string().min(1, 'A table’s name must not be empty.'))
      .min(1, 'tables must name one table at least; without it all are backed up.')
      .optional(),
    codec: z
      .enum(codecs, {
        error: ({ input }) => `There is no codec ${input}; there are ${codecs.join(', ')}.`,
      })
      .default('deflate'),
    verify: z.boolean('verify must be true or false.').default(false),
    entity_id: wholeNumberSchema('entity_id').optional(),
    deadline_seconds: z
      .int(wrongDeadline)
      .min(shortestSeconds, wrongDeadline)
      .max(longestSeconds, wrongDeadline)
      .default(longestSeconds),
    unless_running: z.boolean('unless_running must be true or false.').default(false),
  })
  .prefault({});

export type BackUpBody = z.infer<typeof backUpBodySchema>;
