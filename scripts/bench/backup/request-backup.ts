import * as z from 'zod';
import type { OpenFunction } from '../open-function.ts';
import { postToFunction } from '../post-to-function.ts';

const answerSchema = z.object({
  set_id: z.string(),
  database: z.string(),
  rows: z.number(),
  tables: z.array(z.object({ content_hash: z.string() })),
});

/** Asks backup-tables for a set of one table, and waits for its answer. Throws with what it says where it refuses. */
export async function requestBackup(
  opened: OpenFunction,
  table: string,
): Promise<z.infer<typeof answerSchema>> {
  return answerSchema.parse(await postToFunction(opened, '/backup-data', { tables: [table] }));
}
