import * as z from 'zod';
import { AppError } from '../app-error.ts';
import { progressObject } from './object-names.ts';
import type { SetStore } from './set-store.ts';

/** Cloud Storage takes one change of an object a second. */
const intervalMs = 2000;

const count = z.int().min(0);

export const progressSchema = z.strictObject({
  version: z.literal(1),
  set_id: z.string(),
  database: z.string(),
  taken_at: z.iso.datetime(),
  started_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  /** The table that was begun last; null before the first and after the last. */
  table: z.string().nullable(),
  tables: count,
  tables_done: count,
  /** Rows read so far, of all tables, and bytes of the tables that are done. */
  rows: count,
  bytes: count,
});

/** How far a set has come that is being written. */
export type SetProgress = Readonly<z.infer<typeof progressSchema>>;

/** Null where the text is not a progress. */
export function parseProgress(text: string): SetProgress | null {
  try {
    return progressSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * A set that is being written. `progress.json` shows how far it has come, and is also the sign of
 * life for which `cleanSets` spares it: who removes it has taken the set away from its writer.
 */
export interface RunningSet {
  /** What was told so far. */
  progress(): SetProgress;
  /** Shows the change, unless the last one was shown less than two seconds ago. */
  tell(change: Partial<SetProgress>): Promise<void>;
  /** Shows what was told so far. Fails with `conflict` where the set was taken away. */
  flush(): Promise<void>;
  /** Removes the sign of life; false where the set was taken away. */
  end(): Promise<boolean>;
}

/** Shows that a set is being written. Fails with `conflict` where a set of that id is there. */
export async function beginSet(
  { store, now }: { readonly store: SetStore; readonly now: () => Date },
  folder: string,
  first: Omit<SetProgress, 'updated_at'>,
): Promise<RunningSet> {
  const name = progressObject(folder);
  let generation: string | null = null;
  let progress: SetProgress = { ...first, updated_at: first.started_at };
  let shownAt = 0;
  let showing = Promise.resolve();

  async function show(): Promise<void> {
    const time = now();
    shownAt = time.getTime();
    progress = { ...progress, updated_at: time.toISOString() };
    try {
      generation = await store.writeText(name, `${JSON.stringify(progress)}\n`, generation);
    } catch (cause) {
      if (!(cause instanceof AppError) || cause.code !== 'conflict' || generation === null) {
        throw cause;
      }
      const message = `The set ${first.set_id} showed no sign of life for so long that another run removed it.`;
      throw new AppError('conflict', message, { cause });
    }
  }

  /** One after the other: each writes over what the one before has written. */
  function flush(): Promise<void> {
    const shown = showing.then(show);
    showing = shown.catch(() => {});
    return shown;
  }

  await flush();
  return {
    progress: () => progress,
    flush,
    async tell(change) {
      progress = { ...progress, ...change };
      if (now().getTime() - shownAt >= intervalMs) await flush();
    },
    end: async () => generation !== null && (await store.remove(name, generation)),
  };
}
