import type { StoredResult } from './stored-result.ts';

const mostHeldBytes = 64 * 1024 * 1024;
const mostResults = 200;

/** Keeps results within bounds: the oldest ones go first. */
export function createKeptResults() {
  const kept = new Set<StoredResult>();
  let heldBytes = 0;

  async function drop(result: StoredResult) {
    if (!kept.delete(result)) return;
    heldBytes -= result.heldBytes;
    await result.remove();
  }

  return {
    add: async (result: StoredResult) => {
      kept.add(result);
      heldBytes += result.heldBytes;
      for (const oldest of kept) {
        if (oldest === result || (kept.size <= mostResults && heldBytes <= mostHeldBytes)) return;
        await drop(oldest);
      }
    },
    has: (result: StoredResult) => kept.has(result),
    drop,
  };
}
