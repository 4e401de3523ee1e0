import type { Contract, ForeignKey } from '../contract.ts';
import type { Fault } from '../fault.ts';
import type { ColumnTarget } from '../header.ts';
import { sameStored } from '../same-stored.ts';
import type { Entry, Outcome } from './entry.ts';
import { keyText } from './key-text.ts';
import type { ConflictRule } from './load.ts';
import type { Key, Row, RowStore } from './ports.ts';
import { writeRows } from './write-rows.ts';

export interface EntryRules {
  readonly contract: Contract;
  readonly targets: readonly ColumnTarget[];
  /** What becomes of a record whose key is in the table with other values. */
  readonly conflict: ConflictRule;
}

/** Positions of the columns among the targets, or null where the file does not bring all of them. */
function positionsOf(
  columns: readonly string[],
  targets: readonly ColumnTarget[],
): number[] | null {
  const positions = columns.map((name) => targets.findIndex(({ column }) => column.name === name));
  return positions.length > 0 && !positions.includes(-1) ? positions : null;
}

/** The entry's values at the positions; null where one of them is NULL, missing or faulty. */
function keyAt(row: Row, positions: readonly number[]): Key | null {
  const key: string[] = [];
  for (const position of positions) {
    const value = row[position];
    if (value === null || value === undefined) return null;
    key.push(value);
  }
  return key.length === 0 ? null : key;
}

/** Keys that occur at the positions, each once, by their text. */
function distinctKeys(entries: readonly Entry[], positions: readonly number[]): Map<string, Key> {
  const keys = new Map<string, Key>();
  for (const entry of entries) {
    const key = keyAt(entry.values, positions);
    if (key !== null) keys.set(keyText(key), key);
  }
  return keys;
}

const describeKey = (columns: readonly string[], key: Key) =>
  columns.map((name, at) => `${name} ${key[at]}`).join(' and ');

const unknownReference = (foreignKey: ForeignKey, key: Key): Fault => ({
  column: foreignKey.columns.join(', '),
  code: 'unknown-reference',
  message: `${foreignKey.parentTable} has no row with ${describeKey(foreignKey.parentColumns, key)}.`,
});

const duplicateKey = (columns: readonly string[], key: Key): Fault => ({
  column: columns.join(', '),
  code: 'duplicate-key',
  message: `Another row with ${describeKey(columns, key)} is there already, with other values.`,
});

/**
 * Foreign keys that can be looked up before the rows are written: the file brings all their
 * columns, and the parents are not rows of the same table, which the file itself may bring.
 */
export function checkableForeignKeys(rules: Omit<EntryRules, 'conflict'>): ForeignKey[] {
  const { contract, targets } = rules;
  return contract.foreignKeys.filter(
    ({ parentTable, columns }) =>
      parentTable !== contract.table && positionsOf(columns, targets) !== null,
  );
}

async function findUnknownReferences(
  rows: RowStore,
  entries: readonly Entry[],
  rules: EntryRules,
): Promise<Map<Entry, Fault[]>> {
  const faults = new Map<Entry, Fault[]>();
  for (const foreignKey of checkableForeignKeys(rules)) {
    const positions = positionsOf(foreignKey.columns, rules.targets) ?? [];
    const wanted = distinctKeys(entries, positions);
    const found = await rows.findParents(foreignKey, [...wanted.values()]);
    if (found.size === wanted.size) continue;
    for (const entry of entries) {
      const key = keyAt(entry.values, positions);
      if (key === null || found.has(keyText(key))) continue;
      faults.set(entry, [...(faults.get(entry) ?? []), unknownReference(foreignKey, key)]);
    }
  }
  return faults;
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

/** What is to be done with the entries, by their indexes. */
interface Decision {
  readonly outcomes: Outcome[];
  readonly inserts: number[];
  readonly updates: number[];
  /** Entries that were decided by what an earlier entry with the same key is about to write. */
  readonly restsOn: Map<number, number>;
}

async function decide(
  rows: RowStore,
  entries: readonly Entry[],
  rules: EntryRules,
): Promise<Decision> {
  const { columns, positions } = identifyingKey(rules);
  const unknown = await findUnknownReferences(rows, entries, rules);
  const known = await rows.findStored(columns, [...distinctKeys(entries, positions).values()]);
  const writers = new Map<string, number>();
  const decision: Decision = { outcomes: [], inserts: [], updates: [], restsOn: new Map() };

  const isSame = (stored: Row, row: Row) =>
    rules.targets.every(({ column }, at) =>
      sameStored(column, stored[at] ?? null, row[at] ?? null),
    );

  function decideKnown(entry: Entry, key: Key, stored: Row): Outcome {
    if (isSame(stored, entry.values) || rules.conflict === 'skip') return 'unchanged';
    return rules.conflict === 'update' ? 'updated' : [duplicateKey(columns, key)];
  }

  function decideOne(entry: Entry, at: number): Outcome {
    const faults = [...(entry.faults ?? []), ...(unknown.get(entry) ?? [])];
    const key = keyAt(entry.values, positions);
    const text = key === null ? '' : keyText(key);
    const stored = key === null ? undefined : known.get(text);
    const writer = key === null ? undefined : writers.get(text);
    if (writer !== undefined) decision.restsOn.set(at, writer);
    if (faults.length > 0) {
      const isConflict = key !== null && stored !== undefined && rules.conflict === 'reject';
      return isConflict ? [...faults, duplicateKey(columns, key)] : faults;
    }
    const outcome = key && stored ? decideKnown(entry, key, stored) : 'inserted';
    if (outcome === 'inserted') decision.inserts.push(at);
    if (outcome === 'updated') decision.updates.push(at);
    if (key !== null && (outcome === 'inserted' || outcome === 'updated')) {
      known.set(text, entry.values);
      writers.set(text, at);
    }
    return outcome;
  }

  entries.forEach((entry, at) => {
    decision.outcomes.push(decideOne(entry, at));
  });
  return decision;
}

/**
 * Decides of each entry what becomes of it and writes the good ones: references and known keys are
 * looked up first, so that every fault of a record is told, and the database has the last word.
 * A record that stands in the table with the same values is unchanged under every rule. Of records
 * with the same key the first good one counts. Returns the outcomes in the order of the entries.
 */
export async function resolveEntries(
  rows: RowStore,
  entries: readonly Entry[],
  rules: EntryRules,
): Promise<Outcome[]> {
  if (entries.length === 0) return [];
  const { outcomes, inserts, updates, restsOn } = await decide(rows, entries, rules);
  const rowAt = (at: number) => entries[at]?.values ?? [];
  const refused = new Map([
    ...(await writeRows(inserts, rowAt, rows.insertRows, rows.insertRow)),
    ...(await writeRows(updates, rowAt, rows.updateRows, rows.updateRow)),
  ]);
  for (const [at, faults] of refused) outcomes[at] = faults;

  const again = [...restsOn].filter(([, writer]) => refused.has(writer)).map(([at]) => at);
  const second = await resolveEntries(
    rows,
    again.flatMap((at) => entries[at] ?? []),
    rules,
  );
  for (const [position, at] of again.entries()) outcomes[at] = second[position] ?? [];
  return outcomes;
}
