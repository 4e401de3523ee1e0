import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError, notFound } from './api-error.ts';
import type { Announce } from './finalize-objects.ts';
import { createFinalizer } from './finalize-objects.ts';
import type { ObjectName } from './live-objects.ts';
import { createLiveObjects } from './live-objects.ts';
import { holds, openFile, placeFile, statFile } from './object-files.ts';
import { toFilePath } from './object-path.ts';
import type { Check } from './preconditions.ts';
import type { Sidecars } from './sidecars.ts';
import type { Staged } from './staging.ts';
import type { Attributes, Content, StoredObject } from './stored-object.ts';

/** What can be done with objects, whoever asks: a request, or a hand in the folder. */
export function createObjectStore(folder: string, sidecars: Sidecars, announce: Announce) {
  const live = createLiveObjects(folder, sidecars);
  const finalizer = createFinalizer(live, sidecars, announce);
  const { index, pathOf, inTurn, requireBucket, requireObject } = live;

  /** The live object, or a stand-in for a file that a hand has put there and that is none yet. */
  async function standing(target: ObjectName, standIn: StoredObject) {
    const object = index.object(target.bucket, target.name);
    if (object !== undefined) return object;
    return (await statFile(pathOf(target))) === undefined ? undefined : standIn;
  }

  return {
    index,
    pathOf,
    inTurn,
    requireBucket,
    requireObject,
    load: finalizer.load,
    settleRest: finalizer.settleRest,

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
          const next = finalizer.describe(target, staged.content, attributes);
          check(await standing(target, next));
          await finalizer.finalize(next, () =>
            placeFile(staged.path, join(folder, target.bucket), filePath),
          );
          return next;
        });
        return await finalizer.settle(object);
      } finally {
        await rm(staged.path, { force: true });
      }
    },

    /** Makes a file that already lies in its place the live object, and announces it. */
    adopt: async (target: ObjectName, content: Content, attributes: Attributes) => {
      const object = await inTurn(target, async () => {
        const stats = await statFile(pathOf(target));
        const current = index.object(target.bucket, target.name);
        if (stats === undefined || !holds(content, stats)) return undefined;
        if (current !== undefined && holds(current.content, stats)) return undefined;
        const next = finalizer.describe(target, content, attributes);
        await finalizer.finalize(next, async () => {});
        return next;
      });
      if (object !== undefined) await finalizer.settle(object);
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
        await live.keep(changed);
        return changed;
      }),

    remove: (target: ObjectName, generation: string | undefined, check: Check): Promise<void> =>
      inTurn(target, async () => {
        check(requireObject(target, generation));
        await rm(pathOf(target), { force: true });
        await live.drop(target);
      }),

    /** Takes note that a hand has removed an object's file. */
    forget: (target: ObjectName): Promise<void> =>
      inTurn(target, async () => {
        if ((await statFile(pathOf(target))) === undefined) await live.drop(target);
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
