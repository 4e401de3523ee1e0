import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError, notFound } from './api-error.ts';
import { createGenerationClock } from './generation-clock.ts';
import { createNameLock } from './name-lock.ts';
import { holds, openFile, placeFile, statFile } from './object-files.ts';
import { createObjectIndex } from './object-index.ts';
import { toFilePath } from './object-path.ts';
import type { Check } from './preconditions.ts';
import type { Sidecars } from './sidecars.ts';
import type { Staged } from './staging.ts';
import type { Attributes, Content, StoredObject } from './stored-object.ts';

export interface ObjectName {
  readonly bucket: string;
  readonly name: string;
}

/**
 * The live objects: bytes in `folder`, everything else in sidecars. There are no versions, so only
 * the newest generation of a name exists. What changes one name happens in turn.
 *
 * A finalized object is written down as pending, renamed to its place, described by its sidecar,
 * and then announced; only after `announce` has come back is it no longer pending.
 */
export function createObjectStore(
  folder: string,
  sidecars: Sidecars,
  announce: (object: StoredObject) => Promise<void>,
) {
  const index = createObjectIndex();
  const clock = createGenerationClock();
  const lock = createNameLock();
  const unannounced = new Set<StoredObject>();
  const pathOf = ({ bucket, name }: ObjectName) => join(folder, bucket, toFilePath(name));
  const inTurn = <T>({ bucket, name }: ObjectName, run: () => Promise<T>) =>
    lock(`${bucket}/${name}`, run);

  function requireBucket(bucket: string) {
    const record = index.bucket(bucket);
    if (record === undefined) throw notFound(`The specified bucket does not exist: ${bucket}`);
    return record;
  }

  /** Throws 404 when there is no such object, or the live one is of another generation. */
  function requireObject({ bucket, name }: ObjectName, generation?: string): StoredObject {
    requireBucket(bucket);
    const object = index.object(bucket, name);
    if (object !== undefined && (generation ?? object.generation) === object.generation)
      return object;
    throw notFound(`No such object: ${bucket}/${name}${generation ? `#${generation}` : ''}`);
  }

  async function keep(object: StoredObject) {
    await sidecars.writeObject(object);
    clock.pass(object.generation);
    index.put(object);
  }

  function describe(target: ObjectName, content: Content, attributes: Attributes): StoredObject {
    const { bucket, name } = target;
    const generation = clock.next();
    const timeCreated = new Date(Number(generation) / 1000).toISOString();
    return {
      bucket,
      name,
      generation,
      metageneration: 1,
      timeCreated,
      updated: timeCreated,
      content,
      attributes,
    };
  }

  async function finalize(object: StoredObject, place: () => Promise<void>): Promise<StoredObject> {
    await sidecars.writePending(object);
    try {
      await place();
    } catch (error) {
      await sidecars.removePending(object);
      throw error;
    }
    await keep(object);
    return object;
  }

  /** The live object, or a stand-in for a file that a hand has put there and that is none yet. */
  async function standing(target: ObjectName, candidate: StoredObject) {
    const live = index.object(target.bucket, target.name);
    if (live !== undefined) return live;
    return (await statFile(pathOf(target))) === undefined ? undefined : candidate;
  }

  async function settle(object: StoredObject): Promise<StoredObject> {
    unannounced.add(object);
    await announce(object);
    unannounced.delete(object);
    await sidecars.removePending(object);
    return object;
  }

  return {
    index,
    pathOf,
    requireBucket,
    requireObject,
    inTurn,

    /** Brings a bucket's objects back into memory after a start, and what was still pending. */
    load: async (bucket: string): Promise<void> => {
      for (const object of await sidecars.readObjects(bucket)) {
        clock.pass(object.generation);
        index.put(object);
      }
      for (const object of await sidecars.readPending(bucket)) {
        const stats = await statFile(pathOf(object));
        if (stats !== undefined && holds(object.content, stats)) {
          await keep(object);
          unannounced.add(object);
        } else {
          await sidecars.removePending(object);
        }
      }
    },

    /** Announces what was finalized but, after a kill or a failure, is not known to be announced. */
    announceRest: async (): Promise<void> => {
      for (const object of unannounced) await settle(object);
    },

    /** Makes a staged file the live object once `check` passes, and announces it. Uses the file up. */
    commit: async (
      target: ObjectName,
      staged: Staged,
      attributes: Attributes,
      check: Check,
    ): Promise<StoredObject> => {
      try {
        const filePath = toFilePath(target.name);
        const object = await inTurn(target, async () => {
          requireBucket(target.bucket);
          const next = describe(target, staged.content, attributes);
          check(await standing(target, next));
          return finalize(next, () =>
            placeFile(staged.path, join(folder, target.bucket), filePath),
          );
        });
        return await settle(object);
      } finally {
        await rm(staged.path, { force: true });
      }
    },

    /** Makes a file that already lies in its place the live object, and announces it. */
    adopt: async (target: ObjectName, content: Content, attributes: Attributes) => {
      const object = await inTurn(target, async () => {
        const stats = await statFile(pathOf(target));
        const live = index.object(target.bucket, target.name);
        if (stats === undefined || !holds(content, stats)) return undefined;
        if (live !== undefined && holds(live.content, stats)) return undefined;
        return finalize(describe(target, content, attributes), async () => {});
      });
      if (object !== undefined) await settle(object);
    },

    /** Sets the attributes that `change` makes of the current ones. */
    update: (
      target: ObjectName,
      generation: string | undefined,
      check: Check,
      change: (current: Attributes) => Attributes,
    ): Promise<StoredObject> =>
      inTurn(target, async () => {
        const object = requireObject(target, generation);
        check(object);
        const changed = {
          ...object,
          metageneration: object.metageneration + 1,
          updated: new Date().toISOString(),
          attributes: change(object.attributes),
        };
        await keep(changed);
        return changed;
      }),

    remove: (target: ObjectName, generation: string | undefined, check: Check): Promise<void> =>
      inTurn(target, async () => {
        check(requireObject(target, generation));
        await rm(pathOf(target), { force: true });
        await sidecars.removeObject(target.bucket, target.name);
        index.remove(target.bucket, target.name);
      }),

    /** Takes note that a hand has removed an object's file. */
    forget: (target: ObjectName): Promise<void> =>
      inTurn(target, async () => {
        if ((await statFile(pathOf(target))) !== undefined) return;
        await sidecars.removeObject(target.bucket, target.name);
        index.remove(target.bucket, target.name);
      }),

    /**
     * Opens an object's bytes for reading; the caller closes the file. What a hand has changed is
     * no longer that generation: 404 for a pinned one, else 503 until it has become an object.
     */
    open: async (target: ObjectName, generation: string | undefined, check: Check) => {
      for (;;) {
        const object = requireObject(target, generation);
        check(object);
        const file = await openFile(pathOf(target));
        if (file !== undefined && holds(object.content, await file.stat({ bigint: true }))) {
          return { object, file };
        }
        await file?.close();
        await inTurn(target, async () => {});
        if (index.object(target.bucket, target.name) === object) {
          throw changedByHand(object, file === undefined || generation !== undefined);
        }
      }
    },
  };
}

const changedByHand = ({ bucket, name }: StoredObject, isGone: boolean) =>
  isGone
    ? notFound(`No such object: ${bucket}/${name} was changed or removed in its folder.`)
    : new ApiError(503, 'backendError', `${bucket}/${name} is being changed in its folder.`);

export type ObjectStore = ReturnType<typeof createObjectStore>;
