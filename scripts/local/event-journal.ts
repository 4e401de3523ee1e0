import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

export const deliverySchema = z.object({
  id: z.string(),
  function: z.string(),
  bucket: z.string(),
  time: z.iso.datetime(),
  object: z.looseObject({ name: z.string() }),
});

/** One event on its way to one function. */
export type Delivery = z.infer<typeof deliverySchema>;

export interface EventJournal {
  /** Deliveries that earlier runs left, oldest first. */
  read(): Delivery[];
  /** Returns when the delivery would survive a power cut. */
  add(delivery: Delivery): Promise<void>;
  remove(delivery: Delivery): Promise<void>;
  /** Puts a delivery that was given up aside, in `dead/`. Returns the file. */
  bury(delivery: Delivery): Promise<string>;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

/** Keeps pending deliveries as one JSON file each, written whole or not at all. */
export function openEventJournal(folder: string): EventJournal {
  const dead = join(folder, 'dead');
  mkdirSync(dead, { recursive: true });
  // What a kill left unfinished was never promised to anyone.
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.new'))) {
    rmSync(join(folder, name));
  }
  const nameOf = ({ time, id }: Delivery) => `${time.replaceAll(':', '')}-${id}.json`;
  return {
    read: () =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => deliverySchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))),
    add: async (delivery) => {
      const file = join(folder, nameOf(delivery));
      const handle = await open(`${file}.new`, 'w', 0o600);
      try {
        await handle.writeFile(JSON.stringify(delivery));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${file}.new`, file);
      await syncFolder(folder);
    },
    remove: (delivery) => rm(join(folder, nameOf(delivery)), { force: true }),
    bury: async (delivery) => {
      const file = join(dead, nameOf(delivery));
      await rename(join(folder, nameOf(delivery)), file);
      return file;
    },
  };
}
