import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../../../shared/src/runtime/logger.ts';
import { isBucketName } from './buckets.ts';
import { followFolder } from './follow-folder.ts';
import type { ObjectName } from './live-objects.ts';
import type { ObjectStore } from './object-store.ts';
import { createFileAdopter } from './settled-files.ts';

/** The net below the watch: how often everything is looked at. */
const rescanMs = 30_000;

/** Keeps the objects equal to what hands do in the buckets' folder, until it is closed. */
export function keepHandChanges(
  folder: string,
  store: ObjectStore,
  createBucket: (name: string) => Promise<void>,
  logger: Logger,
) {
  const stopping = new AbortController();
  const adopt = createFileAdopter(folder, store, stopping.signal);
  const noticed = new Set<string>();
  const running = new Map<string, Promise<void>>();
  let scanning: Promise<void> = Promise.resolve();

  function report(error: unknown) {
    if (!stopping.signal.aborted) {
      logger.error({ err: error }, 'Following the bucket folders failed');
    }
  }

  /** Notices of a file that is being settled become one more run after this one. */
  async function run(key: string, target: ObjectName) {
    while (noticed.delete(key) && !stopping.signal.aborted) await adopt(target).catch(report);
    running.delete(key);
  }

  function settle(target: ObjectName) {
    const key = `${target.bucket}/${target.name}`;
    noticed.add(key);
    if (!running.has(key)) running.set(key, run(key, target));
  }

  const follow = followFolder(folder, store, settle, report);

  async function scan() {
    await store.settleRest().catch(report);
    const entries = await readdir(folder, { withFileTypes: true });
    for (const { name } of entries.filter((entry) => entry.isDirectory())) {
      if (isBucketName(name) && store.index.bucket(name) === undefined) await createBucket(name);
    }
    for (const { name } of store.index.buckets()) {
      await mkdir(join(folder, name), { recursive: true });
      await follow.scan(name);
    }
  }

  function rescan() {
    scanning = scanning.then(scan).catch(report);
    return scanning;
  }

  const timer = setInterval(rescan, rescanMs).unref();
  return {
    rescan,
    close: async () => {
      stopping.abort();
      clearInterval(timer);
      follow.close();
      await Promise.all([scanning, ...running.values()]);
    },
  };
}
