/** A record as it waits. */
export interface WaitingRecord {
  readonly id: string;
  readonly entityId: number;
  /** What was kept; a version of the suite that comes later may find that it can't read it. */
  readonly record: unknown;
  /** How often it was tried in vain. */
  readonly attempts: number;
}

/** What becomes of a record that was taken. */
export type Fate =
  | { readonly kind: 'recorded' }
  /** It stays due: it could not be recorded for reasons that are not its own. */
  | { readonly kind: 'left'; readonly code: string; readonly reason: string }
  /** It is not due for some time: it can't be recorded as things are. */
  | {
      readonly kind: 'postponed';
      readonly code: string;
      readonly reason: string;
      readonly seconds: number;
    };

/**
 * Where records wait until they are recorded (table `cutover_tracking_record`). They are written
 * there in the transactions of the work that they tell of, so that there is a record of all work
 * that was done and of no other.
 */
export interface TrackingOutbox {
  /**
   * Takes up to `most` records that are due, those first that are due longest, and keeps them from
   * others while `send` runs, which says by id what becomes of each; one that it says nothing of
   * stays as it is, and so do all where it fails or the process dies. Records of an entity that wait
   * because it was unknown are due again when one of its records was recorded. Returns how many
   * were taken.
   */
  take(
    most: number,
    send: (records: readonly WaitingRecord[]) => Promise<ReadonlyMap<string, Fate>>,
  ): Promise<number>;
}
