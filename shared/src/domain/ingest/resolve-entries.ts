import type { Fault } from '../fault.ts';
import type { Entry, Outcome } from './entry.ts';
import type { EntryRules } from './entry-rules.ts';
import { lookUp } from './look-up.ts';
import { noPackedRows } from './packed-rows.ts';
import { type EntryPlan, planEntries } from './plan-entries.ts';
import type { RowStore } from './ports.ts';
import { writeRows } from './write-rows.ts';

export interface Resolved {
  readonly outcomes: readonly Outcome[];
  /** False where the database refused what was planned: who built on the plan has to plan anew. */
  readonly isAsPlanned: boolean;
}

/** The database knows a key that looks new, as where it compares in any letter case: a second look finds the row. */
const isKnownAfterAll = (faults: readonly Fault[] | undefined) =>
  faults?.some(({ code }) => code === 'duplicate-key') ?? false;

interface Task {
  readonly entries: readonly Entry[];
  readonly rules: EntryRules;
  /** The database has refused these before because of a key. */
  readonly isSecondLook: boolean;
}

async function write(
  rows: RowStore,
  { entries, rules, isSecondLook }: Task,
  plan: EntryPlan,
): Promise<Resolved> {
  const outcomes = [...plan.outcomes];
  const rowAt = (at: number) => entries[at]?.values ?? [];
  const refused = new Map([
    ...(await writeRows(plan.inserts, rowAt, rows.insertRows, rows.insertRow)),
    ...(await writeRows(plan.updates, rowAt, rows.updateRows, rows.updateRow)),
  ]);
  for (const [at, faults] of refused) outcomes[at] = faults;

  const again =
    refused.size === 0
      ? []
      : [...outcomes.keys()].filter((at) => {
          const writer = plan.restsOn.get(at);
          const isKnown = plan.outcomes[at] === 'inserted' && isKnownAfterAll(refused.get(at));
          return (writer !== undefined && refused.has(writer)) || (isKnown && !isSecondLook);
        });
  const entriesAgain = again.flatMap((at) => entries[at] ?? []);
  const second = await resolve(rows, { entries: entriesAgain, rules, isSecondLook: true });
  for (const [position, at] of again.entries()) outcomes[at] = second[position] ?? [];
  return { outcomes, isAsPlanned: refused.size === 0 };
}

async function resolve(rows: RowStore, task: Task): Promise<readonly Outcome[]> {
  if (task.entries.length === 0) return [];
  const { entries, rules } = task;
  const findings = await lookUp(rows, { packed: noPackedRows, entries }, rules);
  return (await write(rows, task, planEntries(entries, rules, findings))).outcomes;
}

/**
 * Writes what is planned; the database has the last word. Entries that rested on a row which it
 * refused, and those whose key it knows after all, are decided again.
 */
export function writePlanned(
  rows: RowStore,
  entries: readonly Entry[],
  rules: EntryRules,
  plan: EntryPlan,
): Promise<Resolved> {
  return write(rows, { entries, rules, isSecondLook: false }, plan);
}

/** Plans and writes entries. Returns what became of each, in their order; see `planEntries`. */
export function resolveEntries(
  rows: RowStore,
  entries: readonly Entry[],
  rules: EntryRules,
): Promise<readonly Outcome[]> {
  return resolve(rows, { entries, rules, isSecondLook: false });
}
