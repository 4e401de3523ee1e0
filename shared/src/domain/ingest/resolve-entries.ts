import type { Entry, Outcome } from './entry.ts';
import type { EntryRules } from './entry-rules.ts';
import { type EntryPlan, planEntries } from './plan-entries.ts';
import type { RowStore } from './ports.ts';
import { writeRows } from './write-rows.ts';

export interface Resolved {
  readonly outcomes: readonly Outcome[];
  /** False where the database refused what was planned: who built on the plan has to plan anew. */
  readonly isAsPlanned: boolean;
}

/**
 * Writes what is planned; the database has the last word. Entries that rested on a row which it
 * refused are decided again.
 */
export async function writePlanned(
  rows: RowStore,
  entries: readonly Entry[],
  rules: EntryRules,
  plan: EntryPlan,
): Promise<Resolved> {
  const outcomes = [...plan.outcomes];
  const rowAt = (at: number) => entries[at]?.values ?? [];
  const refused = new Map([
    ...(await writeRows(plan.inserts, rowAt, rows.insertRows, rows.insertRow)),
    ...(await writeRows(plan.updates, rowAt, rows.updateRows, rows.updateRow)),
  ]);
  for (const [at, faults] of refused) outcomes[at] = faults;

  const again = [...plan.restsOn].filter(([, writer]) => refused.has(writer)).map(([at]) => at);
  if (again.length > 0) {
    const entriesAgain = again.flatMap((at) => entries[at] ?? []);
    const second = await resolveEntries(rows, entriesAgain, rules);
    for (const [position, at] of again.entries()) outcomes[at] = second[position] ?? [];
  }
  return { outcomes, isAsPlanned: refused.size === 0 };
}

/** Plans and writes entries. Returns what became of each, in their order; see `planEntries`. */
export async function resolveEntries(
  rows: RowStore,
  entries: readonly Entry[],
  rules: EntryRules,
): Promise<readonly Outcome[]> {
  if (entries.length === 0) return [];
  const plan = await planEntries(rows, entries, rules);
  return (await writePlanned(rows, entries, rules, plan)).outcomes;
}
