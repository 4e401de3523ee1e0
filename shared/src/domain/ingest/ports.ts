import type { Contract, ForeignKey } from '../contract.ts';
import type { Piece } from '../csv/piece.ts';
import type { Fault } from '../fault.ts';
import type { ColumnTarget } from '../header.ts';
import type { TrackingRecord } from '../tracking/tracking-record.ts';
import type { DigestLine } from './digest.ts';
import type { Key } from './key-text.ts';
import type { Checkpoint, Counts, Load, LoadPlan } from './load.ts';
import type { LoadSource } from './load-source.ts';
import type { PackedRows } from './packed-rows.ts';

/** Canonical stored texts of a row, in the order of the targets. */
export type Row = readonly (string | null | undefined)[];

/** Where a load's rows go: one table, one transaction. */
export interface RowStore {
  /**
   * Of `keys` those (as `keyText`) that the parent table does not hold. Those that it holds can't be
   * removed before the transaction ends.
   */
  findMissingParents(foreignKey: ForeignKey, keys: readonly Key[]): Promise<ReadonlySet<string>>;
  /** The greatest value of an integer key's column; null in an empty table. */
  findGreatest(column: string): Promise<string | null>;
  /** The stored rows with these keys, by `keyText`, in the order of the targets. */
  findStored(columns: readonly string[], keys: readonly Key[]): Promise<ReadonlyMap<string, Row>>;
  /**
   * Adds all packed rows but the ones at these ascending indexes, and returns true; or adds none and
   * returns false where the database refuses any, or does not take packed rows.
   */
  insertPacked(packed: PackedRows, excluded: readonly number[]): Promise<boolean>;
  /** Adds all rows and returns true, or adds none and returns false where the database refuses any. */
  insertRows(rows: readonly Row[]): Promise<boolean>;
  /** Adds one row. Returns null, or the database's reasons for refusing it. */
  insertRow(row: Row): Promise<readonly Fault[] | null>;
  /** Gives rows with known keys their new values, in order; all or (false) none. */
  updateRows(rows: readonly Row[]): Promise<boolean>;
  updateRow(row: Row): Promise<readonly Fault[] | null>;
}

export interface NewReject {
  readonly line: number;
  readonly cells: readonly string[];
  readonly faults: readonly Fault[];
  /** The older reject which this one takes the place of: the repaired record is still refused. */
  readonly supersedes: string | null;
}

/** A refused record as it is read again, to be tried anew. */
export interface WaitingReject {
  readonly id: string;
  readonly loadId: string;
  readonly line: number;
  readonly cells: readonly string[];
  readonly faults: readonly Fault[];
}

export interface RetriedReject {
  readonly reject: WaitingReject;
  /** New reasons, or how the record came into the table. */
  readonly result: readonly Fault[] | 'inserted' | 'updated' | 'unchanged';
}

/** What commits together: rows, rejects, checkpoint. Fails with `busy` when another holder took the load over. */
export interface LoadTransaction {
  rows(contract: Contract, targets: readonly ColumnTarget[]): Promise<RowStore>;
  /** Takes back everything so far and gives up what it locked; `rows` is to be called anew. */
  startOver(): Promise<void>;
  keepRejects(
    table: string,
    rejects: readonly NewReject[],
    state: 'open' | 'discarded',
  ): Promise<void>;
  /** Those of a load's rejects that have one of these ids and are open; nobody else closes them before the transaction ends. */
  lockOpenRejects(loadId: string, ids: readonly string[]): Promise<WaitingReject[]>;
  /** Closes as fixed the named rejects of the table, or the ones that took their places. Unknown ids are passed over. */
  fixRejects(table: string, ids: readonly string[]): Promise<void>;
  /** Open rejects of the table that wait for a reference, by id, locked. */
  waitingRejects(table: string, afterId: string, limit: number): Promise<WaitingReject[]>;
  /** Books what became of retried rejects, in them and in the counts of the loads they belong to. */
  settleRetried(retried: readonly RetriedReject[]): Promise<void>;
  /** Removes every reject of this load: an atomic load or a dry run starts anew. */
  forgetRejects(): Promise<void>;
  /** Closes older open rejects of the same records (same cells) in favour of this load's. */
  supersedeOlderRejects(table: string): Promise<void>;
  /** Moves the checkpoint, adds to the counts, sets the state and prolongs the lease. */
  advance(change: LedgerChange): Promise<void>;
  /** The load as this transaction has left it. */
  readLoad(): Promise<Load>;
  /** Keeps what is to be recorded in the tracking dataset once this is committed. */
  record(records: readonly TrackingRecord[]): Promise<void>;
  commit(): Promise<void>;
}

export interface LedgerChange {
  readonly checkpoint?: Checkpoint;
  readonly counts?: Counts;
  readonly state?: Load['state'];
  readonly plan?: LoadPlan;
  readonly error?: { readonly code: string; readonly message: string };
}

/** A load that this process holds: nobody else writes for it while the lease is alive. */
export interface HeldLoad {
  readonly load: Load;
  /**
   * Runs `work` in a transaction that it must commit; tried again when the database chose it as a
   * deadlock's victim. Two may be open at the same time, each on a connection of its own.
   */
  transaction<T>(work: (transaction: LoadTransaction) => Promise<T>): Promise<T>;
  /** Gives the load up, so that the next delivery takes it over at once. */
  release(): Promise<void>;
}

export type Claim =
  | { readonly kind: 'held'; readonly held: HeldLoad }
  /** Another process works on it. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'finished'; readonly load: Load };

/** The ledger of loads (tables `cutover_load` and `cutover_reject`). */
export interface LoadLedger extends RejectPages {
  /** Opens the drop's load or takes an abandoned one over. One drop has one load, however often it is delivered. */
  claim(source: LoadSource): Promise<Claim>;
  /**
   * Takes over a load of a request which began so many hours ago and which nobody goes on with; null
   * where there is none. A drop is delivered again until it ends.
   */
  takeAbandoned(hours: number): Promise<HeldLoad | null>;
  findLoad(id: string): Promise<Load | null>;
  /** Loads whose rejects changed since their evidence was written last. */
  staleEvidence(): Promise<Load[]>;
  /**
   * Runs `publish` while nobody else publishes for the load, then notes that its evidence is up to
   * date, and in the same transaction what `publish` has made of it.
   */
  publishing(id: string, publish: (load: Load) => Promise<PublishedEvidence>): Promise<void>;
  /** Counts the open rejects of a table that belong to the loads of an entity. */
  countOpenRejects(entity: number, table: string): Promise<OpenRejects>;
}

export interface DiscardReason {
  /** Who discards, as sign-in has proven it; at most 320 characters. */
  readonly actor: string;
  /** At most 1000 characters. */
  readonly reason: string;
}

/** Closes rejects that nobody is going to repair. A closed one stays as it is. */
export interface RejectDiscarder {
  /** Those of a load's open rejects that have one of these ids. Returns their ids. */
  discard(loadId: string, ids: readonly string[], why: DiscardReason): Promise<string[]>;
  /** All open rejects of a load. Returns how many they were. */
  discardAll(loadId: string, why: DiscardReason): Promise<number>;
}

/** What stays in the database of a load's evidence. */
export interface PublishedEvidence {
  readonly digest: readonly DigestLine[];
  /** To be recorded in the tracking dataset. */
  readonly records: readonly TrackingRecord[];
}

export interface OpenRejects {
  readonly count: number;
  /** When the database counted them: to the microsecond, ISO 8601, UTC. Later counts are newer. */
  readonly at: string;
}

export const rejectStates = ['open', 'fixed', 'discarded', 'superseded'] as const;

/** `superseded`: the same record was refused again, by a later load. */
export type RejectState = (typeof rejectStates)[number];

export interface RejectSelection {
  readonly loadId: string;
  /** Null for every state. */
  readonly state: RejectState | null;
}

/** A load's rejects, to be written to a file. */
export interface RejectPages {
  /** What has to be known of them before. */
  surveyRejects(selection: RejectSelection): Promise<RejectSurvey>;
  /** Those up to the survey's last one, page by page in the file's order. */
  rejectPages(
    selection: RejectSelection,
    survey: RejectSurvey,
  ): AsyncIterable<readonly PublishedReject[]>;
}

export interface RejectSurvey {
  readonly count: number;
  /** The id of the last one; 0 where there is none. */
  readonly lastId: string;
  /** Cells of the longest record. */
  readonly mostCells: number;
  readonly isAscii: boolean;
}

export interface PublishedReject {
  readonly id: string;
  readonly line: number;
  readonly cells: readonly string[];
  readonly faults: readonly Fault[];
}

/** Reads a drop's pinned generation. */
export interface DropReader {
  /**
   * The drop's text in UTF-8 or a single-byte encoding, decompressed, from byte `offset` on. Fails with `invalid-object` when it is no text
   * and with `not-found` when this generation is gone.
   */
  open(source: LoadSource, offset: number, seekable: boolean): Promise<OpenDrop>;
}

export interface OpenDrop {
  /** The offset at which the pieces begin: the one asked for, or behind a byte order mark. */
  readonly startOffset: number;
  readonly seekable: boolean;
  readonly pieces: AsyncIterable<Piece>;
}

/** Where results go: `gs://<results>/…`. */
export interface ResultStore {
  /** Replaces the object. The text is streamed. Returns its `gs://` address. */
  write(
    name: string,
    contentType: string,
    text: AsyncIterable<string> | Iterable<string>,
  ): Promise<string>;
  /** Removes the object; nothing happens where there is none. */
  remove(name: string): Promise<void>;
  addressOf(name: string): string;
}

/** What the database says of its tables. */
export interface TableCatalogue {
  describe(table: string): Promise<Contract>;
  /** Names of the tables that can be loaded. */
  list(): Promise<string[]>;
  /** Names of the tables whose foreign keys refer to `table`. */
  referrers(table: string): Promise<string[]>;
  /** Bytes that the table takes with its indexes, as the database estimates; null where there is no such table. */
  measure(table: string): Promise<number | null>;
}
