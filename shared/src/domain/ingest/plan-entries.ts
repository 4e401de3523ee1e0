import type { Fault } from '../fault.ts';
import { sameStored } from '../same-stored.ts';
import type { Entry, Outcome } from './entry.ts';
import { type EntryRules, positionsOf } from './entry-rules.ts';
import { describeKey, keyAt, keyTextAt } from './key-text.ts';
import type { Row, RowStore } from './ports.ts';
import { findUnknownReferences } from './unknown-references.ts';
import { createWrittenKeys, type WrittenKeys } from './written-keys.ts';

/** The row that is about to be written under a key (as `keyText`), if there is one. */
export type PendingRows = (key: string) => Row | undefined;

/** What is to be done with entries, by their indexes. */
export interface EntryPlan {
  /** What becomes of each entry when the database takes what is written. */
  readonly outcomes: Outcome[];
  readonly inserts: number[];
  readonly updates: number[];
  /** Entries that were decided by what an earlier entry with the same key is about to write. */
  readonly restsOn: Map<number, number>;
  /** The rows of these entries alone. */
  readonly pending: PendingRows;
}

/** The key by which a record is known again: the primary key, else a unique key that the file brings whole. */
function identifyingKey({ contract, targets }: EntryRules): {
  columns: readonly string[];
  positions: readonly number[];
} {
  const keys = [contract.primaryKey, ...contract.uniqueKeys.map(({ columns }) => columns)];
  const columns = keys.find((names) => positionsOf(names, targets) !== null) ?? [];
  return { columns, positions: positionsOf(columns, targets) ?? [] };
}

const isSame = ({ targets }: EntryRules, stored: Row, row: Row) =>
  targets.every(({ column }, at) => sameStored(column, stored[at] ?? null, row[at] ?? null));

/** Made apart from its caller, so that it keeps alive these entries and not the rows before them. */
function rowsAboutToBeWritten(entries: readonly Entry[], writers: WrittenKeys): PendingRows {
  return (key) => {
    const writer = writers.find(key);
    return writer === undefined ? undefined : entries[writer]?.values;
  };
}

/**
 * Decides of each entry what is to become of it: looks up references and known keys, so that every
 * fault of a record is told. A record that stands in the table with the same values is unchanged
 * under every rule. Of records with the same key the first good one counts. `before` are rows that
 * somebody else writes for this load at the same time and that the look-up can't see yet.
 */
export async function planEntries(
  rows: RowStore,
  entries: readonly Entry[],
  rules: EntryRules,
  before: PendingRows = () => undefined,
): Promise<EntryPlan> {
  const { columns, positions } = identifyingKey(rules);
  const unknown = await findUnknownReferences(rows, entries, rules);
  const known = await rows.findStored(
    columns,
    entries.map(({ values }) => values),
  );
  const areIntegers = positions.every((at) => rules.targets[at]?.column.kind === 'integer');
  const writers = createWrittenKeys(areIntegers && positions.length === 1);
  const pending = rowsAboutToBeWritten(entries, writers);
  const plan: EntryPlan = { outcomes: [], inserts: [], updates: [], restsOn: new Map(), pending };

  const storedUnder = (key: string, writer: number | undefined) =>
    writer === undefined ? (before(key) ?? known.get(key)) : entries[writer]?.values;

  const duplicate = ({ values }: Entry): Fault => ({
    column: columns.join(', '),
    code: 'duplicate-key',
    message: `Another row with ${describeKey(columns, keyAt(values, positions))} is there already, with other values.`,
  });

  function decideKnown(entry: Entry, stored: Row): Outcome {
    if (isSame(rules, stored, entry.values) || rules.conflict === 'skip') return 'unchanged';
    return rules.conflict === 'update' ? 'updated' : [duplicate(entry)];
  }

  function decideFaulty(entry: Entry, stored: Row | undefined): readonly Fault[] {
    const faults = [...(entry.faults ?? []), ...(unknown.get(entry) ?? [])];
    const isConflict = stored !== undefined && rules.conflict === 'reject';
    return isConflict ? [...faults, duplicate(entry)] : faults;
  }

  function decide(entry: Entry, at: number): Outcome {
    const key = keyTextAt(entry.values, positions);
    const writer = key === null ? undefined : writers.find(key);
    const stored = key === null ? undefined : storedUnder(key, writer);
    if (writer !== undefined) plan.restsOn.set(at, writer);
    if (entry.faults !== null || unknown.has(entry)) return decideFaulty(entry, stored);

    const outcome = stored ? decideKnown(entry, stored) : 'inserted';
    if (outcome !== 'inserted' && outcome !== 'updated') return outcome;
    (outcome === 'inserted' ? plan.inserts : plan.updates).push(at);
    if (key !== null) writers.add(key, at);
    return outcome;
  }

  for (const [at, entry] of entries.entries()) plan.outcomes.push(decide(entry, at));
  return plan;
}
