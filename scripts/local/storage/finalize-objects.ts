import { createGenerationClock } from './generation-clock.ts';
import type { LiveObjects, ObjectName } from './live-objects.ts';
import { holds, statFile } from './object-files.ts';
import type { Sidecars } from './sidecars.ts';
import type { Attributes, Content, StoredObject } from './stored-object.ts';

export type Announce = (object: StoredObject) => Promise<void>;

/**
 * Makes generations live. An object is written down as pending, its file is put in place, its
 * sidecar is written, and it is announced; only when `announce` has come back is it no longer
 * pending. So a kill at any instant leaves the old generation or the new one, whole and announced.
 */
export function createFinalizer(live: LiveObjects, sidecars: Sidecars, announce: Announce) {
  const clock = createGenerationClock();
  const unannounced = new Set<StoredObject>();

  async function settle(object: StoredObject): Promise<StoredObject> {
    unannounced.add(object);
    await announce(object);
    unannounced.delete(object);
    await sidecars.removePending(object);
    return object;
  }

  return {
    /** The next generation of a name, not yet live. */
    describe: (target: ObjectName, content: Content, attributes: Attributes): StoredObject => {
      const generation = clock.next();
      const timeCreated = new Date(Number(generation) / 1000).toISOString();
      return {
        bucket: target.bucket,
        name: target.name,
        generation,
        metageneration: 1,
        timeCreated,
        updated: timeCreated,
        content,
        attributes,
      };
    },

    /** Makes a generation live once `place` has put its file there. Call it in the name's turn. */
    finalize: async (object: StoredObject, place: () => Promise<void>) => {
      await sidecars.writePending(object);
      try {
        await place();
      } catch (error) {
        await sidecars.removePending(object);
        throw error;
      }
      await live.keep(object);
    },

    settle,

    /** Announces what was finalized but, after a kill or a failure, is not known to be announced. */
    settleRest: async (): Promise<void> => {
      for (const object of unannounced) await settle(object);
    },

    /** Brings a bucket's objects back into memory after a start, and what was pending then. */
    load: async (bucket: string): Promise<void> => {
      for (const object of await sidecars.readObjects(bucket)) {
        clock.pass(object.generation);
        live.index.put(object);
      }
      for (const object of await sidecars.readPending(bucket)) {
        clock.pass(object.generation);
        const stats = await statFile(live.pathOf(object));
        if (stats !== undefined && holds(object.content, stats)) {
          await live.keep(object);
          unannounced.add(object);
        } else {
          await sidecars.removePending(object);
        }
      }
    },
  };
}
