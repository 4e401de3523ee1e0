import type { Drop } from './drop.ts';

export const loadKinds = ['drop', 'upload', 'batch', 'repair'] as const;

/**
 * How what a load reads came in: as an object in the drop bucket, as a file that a request brings or
 * names, as rows, or as rows in place of rejects.
 */
export type LoadKind = (typeof loadKinds)[number];

/** Where what is loaded lies. */
export interface PinnedGeneration {
  /** Empty where it is no object: it came with a request. */
  readonly bucket: string;
  readonly name: string;
  readonly generation: string | null;
  readonly sizeBytes: number;
}

/** What a load reads. */
export interface LoadSource extends PinnedGeneration {
  readonly kind: LoadKind;
  /** The options of the load (`drop-options.ts`). */
  readonly metadata: Readonly<Record<string, string>>;
  /** What comes again with the same identity belongs to the same load. */
  readonly identity: string;
  /** Who sent it, as sign-in has proven it. */
  readonly requestedBy?: string;
}

/** One generation of one object is one load, however often it is delivered. */
export const dropSource = (drop: Drop): LoadSource => ({
  ...drop,
  kind: 'drop',
  identity: JSON.stringify([drop.bucket, drop.name, drop.generation]),
});
