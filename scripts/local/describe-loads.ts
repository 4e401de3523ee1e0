import { Storage } from '@google-cloud/storage';
import * as z from 'zod';
import type { Endpoints } from './endpoints.ts';

export interface DroppedObject {
  readonly name: string;
  readonly generation: string;
  /** ISO 8601. */
  readonly timeCreated: string;
}

/** What this prints of the result that ingest-drop writes for a load. */
const resultSchema = z.object({
  drop: z.object({ object: z.string(), generation: z.string() }),
  table: z.string().nullable(),
  counts: z.object({
    read: z.int(),
    inserted: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    rejected: z.int(),
  }),
  error: z.object({ message: z.string() }).nullable(),
  not_added: z.string().nullable(),
});

type LoadResult = z.infer<typeof resultSchema>;

async function readResults(
  { storage: apiEndpoint, project, buckets }: Endpoints,
  since: string,
): Promise<LoadResult[]> {
  const storage = new Storage({ apiEndpoint, projectId: project });
  const [files] = await storage.bucket(buckets.results).getFiles({ prefix: 'loads/' });
  const recent = files.filter(({ metadata }) => (metadata.updated ?? since) >= since);
  return Promise.all(
    recent.map(async (file) => {
      const [bytes] = await file.download();
      return resultSchema.parse(JSON.parse(bytes.toString()));
    }),
  );
}

function describe({ drop, table, counts, error, not_added }: LoadResult): string {
  if (error !== null) return `  ${drop.object}: not loaded. ${error.message}`;
  const { read, inserted, updated, unchanged, rejected } = counts;
  const parts = [`${read} read`, `${inserted} added to ${table}`];
  if (updated > 0) parts.push(`${updated} updated`);
  if (unchanged > 0) parts.push(`${unchanged} there already`);
  if (rejected > 0) parts.push(`${rejected} refused and explained in ${not_added}`);
  return `  ${drop.object}: ${parts.join(', ')}`;
}

/** One line for each of the dropped objects whose load has ended: what became of its records. */
export async function describeLoads(
  endpoints: Endpoints,
  dropped: readonly DroppedObject[],
): Promise<string[]> {
  const [earliest] = dropped.map(({ timeCreated }) => timeCreated).sort();
  const results = earliest === undefined ? [] : await readResults(endpoints, earliest);
  return dropped.flatMap(({ name, generation }) =>
    results
      .filter(({ drop }) => drop.object === name && drop.generation === generation)
      .map(describe),
  );
}
