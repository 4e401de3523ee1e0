import type { PinnedGeneration } from './load-source.ts';

/** Finds objects in buckets. */
export interface ObjectFinder {
  /** The object as it is now. Throws `not-found` where there is none, and `misconfigured` where the function may not look. */
  find(bucket: string, name: string): Promise<PinnedGeneration>;
}
