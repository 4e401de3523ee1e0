import { faultCodes } from '@cutover/shared/domain/fault.ts';
import { loadStates } from '@cutover/shared/domain/ingest/load.ts';
import { loadKinds } from '@cutover/shared/domain/ingest/load-source.ts';
import * as z from 'zod';

const count = z.int().min(0);

/** A load, as the examples name it. */
export const exampleLoad = '01M7WZZ5DC4WZFKVDQ3DZZR0K6';

export const faultSchema = z.object({
  column: z.string().nullable(),
  code: z.enum(faultCodes),
  message: z.string(),
});

/** What every answer tells of a load. */
export const loadFields = {
  load_id: z.string(),
  kind: z.enum(loadKinds),
  state: z.enum(loadStates),
  drop: z.object({ bucket: z.string(), object: z.string(), generation: z.string().nullable() }),
  table: z.string().nullable(),
  entity: z.int().nullable(),
  mode: z.enum(['partial', 'atomic']).nullable(),
  dry_run: z.boolean(),
  conflict: z.enum(['reject', 'skip', 'update']).nullable(),
  counts: z
    .object({
      read: count,
      inserted: count,
      updated: count,
      unchanged: count,
      rejected: count,
      blank: count,
      withheld: count,
    })
    .meta({ description: 'read is the sum of all others.' }),
  error: z.object({ code: z.string().nullable(), message: z.string() }).nullable(),
  started_at: z.string(),
  finished_at: z.string().nullable(),
  seconds: z.number().min(0),
};

/** A load in a list. */
export const entryFields = {
  ...loadFields,
  requested_by: z.string().nullable(),
  updated_at: z.string(),
  progress: z.object({
    bytes_read: count,
    bytes: count.nullable(),
    rows_read: count,
    percent: count.nullable(),
  }),
};
