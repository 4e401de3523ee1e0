import type { Fault } from '../fault.ts';
import { sameStored } from '../same-stored.ts';
import type { Entry, Outcome } from './entry.ts';
import { type EntryRules, identifyingKey } from './entry-rules.ts';
import { describeKey, keyAt, keyTextAt } from './key-text.ts';
import type { Findings } from './look-up.ts';
import type { Row } from './ports.ts';
import { findUnknownReferences } from './unknown-references.ts';

/** The row that is about to be written under a key (as `keyText`), if there is one. */
export type FindRow = (key: string) => Row | undefined;

/** What is to be done with entries, by their indexes. */
export interface EntryPlan {
  /** What becomes of each entry when the database takes what is written. */
  readonly outcomes: Outcome[];
  readonly inserts: number[];
  readonly updates: number[];
  /** Entries that were decided by what an earlier entry with the same key is about to write. */
  readonly restsOn: Map<number, number>;
  /** Who is the last to write under a key. */
  readonly writers: Map<string, number>;
}

const isSame = ({ targets }: EntryRules, stored: Row, row: Row) =>
  targets.every(({ column }, at) => sameStored(column, stored[at] ?? null, row[at] ?? null));

/**
 * Decides of each entry what is to become of it, so that every fault of a record is told. A record
 * that stands in the table with the same values is unchanged under every rule. Of records with the
 * same key the first good one counts. `before` are rows that are written ahead of these entries and
 * that the findings don't show yet.
 */
export function planEntries(
  entries: readonly Entry[],
  rules: EntryRules,
  findings: Findings,
  before: FindRow = () => undefined,
): EntryPlan {
  const { columns, positions } = identifyingKey(rules);
  const unknown = findUnknownReferences(entries, rules, findings.missing);
  const writers = new Map<string, number>();
  const plan: EntryPlan = { outcomes: [], inserts: [], updates: [], restsOn: new Map(), writers };

  const storedUnder = (key: string, writer: number | undefined) =>
    writer === undefined ? (before(key) ?? findings.stored.get(key)) : entries[writer]?.values;

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
    const writer = key === null ? undefined : writers.get(key);
    const stored = key === null ? undefined : storedUnder(key, writer);
    if (writer !== undefined) plan.restsOn.set(at, writer);
    if (entry.faults !== null || unknown.has(entry)) return decideFaulty(entry, stored);

    const outcome = stored ? decideKnown(entry, stored) : 'inserted';
    if (outcome !== 'inserted' && outcome !== 'updated') return outcome;
    (outcome === 'inserted' ? plan.inserts : plan.updates).push(at);
    if (key !== null) writers.set(key, at);
    return outcome;
  }

  for (const [at, entry] of entries.entries()) plan.outcomes.push(decide(entry, at));
  return plan;
}
