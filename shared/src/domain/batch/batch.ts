import type { DropOptions } from '../ingest/drop-options.ts';

/** Rows that came in one request. */
export interface Batch {
  readonly table: string;
  /** JSON values, with numbers that JavaScript would round as `RawNumber`. */
  readonly rows: readonly unknown[];
  readonly sizeBytes: number;
  readonly options: Pick<
    DropOptions,
    'mode' | 'dry_run' | 'conflict' | 'max_rejects' | 'max_reject_ratio' | 'entity'
  >;
  /** Whose move a batch is part of that names no entity; null for nobody's. */
  readonly defaultEntity: number | null;
  /** Who sent it, as sign-in has proven it. */
  readonly requestedBy: string;
  /** The time of the call. */
  readonly now: Date;
}
