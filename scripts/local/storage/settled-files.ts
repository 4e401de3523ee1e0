import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectName } from './live-objects.ts';
import { holds, openFile, statFile } from './object-files.ts';
import type { ObjectStore } from './object-store.ts';
import { findFilesOpenForWriting } from './open-for-writing.ts';
import { createSums, readBlocks } from './staging.ts';
import type { Attributes, Content } from './stored-object.ts';

/** A file that has kept its size and time so long, and that nobody writes to, is taken for whole. */
const settleMs = 300;

const contentTypes: readonly (readonly [string, string])[] = [
  ['.csv', 'text/csv'],
  ['.json', 'application/json'],
  ['.gz', 'application/gzip'],
];

function guessAttributes(name: string): Attributes {
  const type = contentTypes.find(([ending]) => name.toLowerCase().endsWith(ending))?.[1];
  return { contentType: type ?? 'application/octet-stream' };
}

/** Reads a file for its checksums; undefined when it changes meanwhile. */
async function readContent(path: string): Promise<Content | undefined> {
  const file = await openFile(path);
  if (file === undefined) return undefined;
  try {
    const { mtimeNs, size } = await file.stat({ bigint: true });
    const sums = createSums();
    for await (const block of readBlocks(file, 0, Number(size))) sums.update(block);
    const content = { ...sums.digest(), mtimeNs: String(mtimeNs) };
    return holds(content, await file.stat({ bigint: true })) ? content : undefined;
  } finally {
    await file.close();
  }
}

/** Makes objects of files that hands have put, or changed, in the buckets' folder. */
export function createFileAdopter(folder: string, store: ObjectStore, signal: AbortSignal) {
  let writers: Promise<Set<string>> | undefined;

  /** One look at the processes serves all who ask while it lasts. */
  function findWriters(): Promise<Set<string>> {
    writers ??= findFilesOpenForWriting(folder).finally(() => {
      writers = undefined;
    });
    return writers;
  }

  async function isUpToDate(target: ObjectName): Promise<boolean> {
    return store.inTurn(target, async () => {
      const live = store.index.object(target.bucket, target.name);
      const stats = await statFile(store.pathOf(target));
      if (stats === undefined) return live === undefined;
      return live !== undefined && holds(live.content, stats);
    });
  }

  async function isSettled(path: string): Promise<boolean> {
    const before = await statFile(path);
    await sleep(settleMs, undefined, { signal });
    const after = await statFile(path);
    const isStill = before?.size === after?.size && before?.mtimeNs === after?.mtimeNs;
    return isStill && !(await findWriters()).has(path);
  }

  /** Waits for the file to settle, and ends when the object is what the file is: new, or gone. */
  return async function adopt(target: ObjectName): Promise<void> {
    const path = store.pathOf(target);
    while (!(await isUpToDate(target))) {
      if ((await statFile(path)) === undefined) {
        await store.forget(target);
      } else if (await isSettled(path)) {
        const content = await readContent(path);
        if (content) await store.adopt(target, content, guessAttributes(target.name));
      }
    }
  };
}
