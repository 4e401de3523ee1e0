import { avroTableFiles } from '../../../shared/src/adapters/avro/table-files.ts';
import type { SetStore } from '../../../shared/src/domain/backup/set-store.ts';
import { fixedSnapshot } from './fixed-snapshot.ts';
import { inMemorySets } from './in-memory-sets.ts';

export const leaseMs = 60_000;

/** Ports of the sets of small tables in memory, and a clock that stands until it is set. */
export function openSetLane() {
  let time = Date.parse('2026-11-20T23:15:00Z');
  let number = 0;
  const now = () => new Date(time);
  const memory = inMemorySets(now);
  const ports = {
    store: memory.store,
    openSnapshot: async () => fixedSnapshot(now().toISOString()),
    files: avroTableFiles,
    now,
    leaseMs,
    makeSuffix: () => String(++number).padStart(6, '0'),
  };
  return {
    ...memory,
    ports,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

/** The store whose every call passes `before` first, with the number of the call. */
export function watchStore(store: SetStore, before: (call: number) => Promise<void>): SetStore {
  let calls = 0;
  const next = () => before(calls++);
  return {
    addressOf: store.addressOf,
    list: async (...given) => next().then(() => store.list(...given)),
    write: async (...given) => next().then(() => store.write(...given)),
    async *read(...given) {
      await next();
      yield* store.read(...given);
    },
    readText: async (...given) => next().then(() => store.readText(...given)),
    writeText: async (...given) => next().then(() => store.writeText(...given)),
    remove: async (...given) => next().then(() => store.remove(...given)),
  };
}
