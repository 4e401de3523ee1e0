import type { Chunk, Entry } from './entry.ts';
import type { EntryRules } from './entry-rules.ts';
import { type Findings, lookUp } from './look-up.ts';
import { mergeEntries } from './merge-entries.ts';
import type { PackedRows } from './packed-rows.ts';
import { type EntryPlan, type FindRow, planEntries } from './plan-entries.ts';
import type { RowStore } from './ports.ts';

/** Rows that somebody writes for this load and that a look-up on another connection can't see yet. */
export interface PendingRows {
  readonly find: FindRow;
  /** No row has a greater integer key. */
  readonly greatestKey: number;
}

export const noPendingRows: PendingRows = {
  find: () => undefined,
  greatestKey: Number.NEGATIVE_INFINITY,
};

/** What is to be done with a chunk's records. */
export interface ChunkPlan {
  /** Packed rows that are not simply new, by their ascending indexes: these are among the entries. */
  readonly excluded: readonly number[];
  readonly entries: readonly Entry[];
  readonly plan: EntryPlan;
  readonly pending: PendingRows;
}

/** Packed rows whose references lead nowhere. */
function addUnknown(indexes: Set<number>, packed: PackedRows, { missing }: Findings): void {
  for (const [foreignKey, keys] of missing) {
    const numbers = packed.references.get(foreignKey);
    if (numbers === undefined || keys.size === 0) continue;
    const unknown = new Set([...keys].map(Number));
    for (let at = 0; at < numbers.length; at++) {
      if (unknown.has(numbers[at] ?? Number.NaN)) indexes.add(at);
    }
  }
}

/** Packed rows whose keys are not new. */
function addKnown(
  indexes: Set<number>,
  { keys }: PackedRows,
  { stored }: Findings,
  before: PendingRows,
): void {
  const storedKeys = new Set([...stored.keys()].map(Number));
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] ?? Number.NaN;
    const isStored = storedKeys.size > 0 && storedKeys.has(key);
    const isPending = key <= before.greatestKey && before.find(String(key)) !== undefined;
    if (isStored || isPending) indexes.add(at);
  }
}

function greatestOf(numbers: ArrayLike<number>): number {
  let greatest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at] ?? Number.NaN;
    if (number > greatest) greatest = number;
  }
  return greatest;
}

function findIn(packed: PackedRows, excluded: ReadonlySet<number>): FindRow {
  return (key) => {
    const at = packed.indexOfKey(key);
    return at === -1 || excluded.has(at) ? undefined : packed.entryAt(at).values;
  };
}

/** Made apart from the planning, so that it keeps alive the rows of this chunk and not those before it. */
function rowsAboutToBeWritten(
  packed: PackedRows,
  findPacked: FindRow,
  entries: readonly Entry[],
  { writers }: EntryPlan,
): PendingRows {
  const greatestKey = Math.max(
    greatestOf(packed.keys),
    greatestOf([...writers.keys()].map(Number)),
  );
  return {
    greatestKey,
    find(key) {
      const writer = writers.get(key);
      return writer === undefined ? findPacked(key) : entries[writer]?.values;
    },
  };
}

/**
 * Decides what is to become of a chunk's records. Packed rows stay packed where they are simply new;
 * the others become entries, which are decided one by one, behind the packed rows in the order of
 * writing and in the order of the file among themselves (`planEntries`).
 */
export async function planChunk(
  rows: RowStore,
  { packed, entries: others }: Pick<Chunk, 'packed' | 'entries'>,
  rules: EntryRules,
  before: PendingRows = noPendingRows,
): Promise<ChunkPlan> {
  const findings = await lookUp(rows, { packed, entries: others }, rules);
  const isExcluded = new Set<number>();
  addUnknown(isExcluded, packed, findings);
  addKnown(isExcluded, packed, findings, before);
  const excluded = [...isExcluded].sort((left, right) => left - right);
  const entries = mergeEntries(others, packed, excluded);

  const findPacked = findIn(packed, isExcluded);
  const plan = planEntries(entries, rules, findings, (key) => findPacked(key) ?? before.find(key));
  const pending = rowsAboutToBeWritten(packed, findPacked, entries, plan);
  return { excluded, entries, plan, pending };
}
