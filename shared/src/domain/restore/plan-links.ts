import type { KeyLink, KeyStep } from './key-link.ts';
import { isPassingKey, passingKeyName } from './scratch-names.ts';
import { keptOf, replacementsOf, type SwapPlan } from './swap-plan.ts';

/** A foreign key that is made before tables change places. */
export interface PassingLink {
  readonly link: KeyLink;
  /** As the user knows it. */
  readonly wanted: KeyLink;
  /** Both of its tables are replaced: nobody but the replacement writes to either. */
  readonly isInner: boolean;
}

/**
 * The foreign keys that are to hold afterwards, made beforehand under passing names between the
 * tables as they are called then. A foreign key follows its tables through a change of names, so
 * each one holds from the very moment of the change; those between the replaced tables go with them.
 */
export function planPassingLinks(id: string, { swaps, links }: SwapPlan): PassingLink[] {
  const replacements = new Map(swaps.map(({ table, replacement }) => [table, replacement]));
  const nameBefore = (table: string) => replacements.get(table) ?? table;
  return links.map((wanted, at) => ({
    link: {
      ...wanted,
      name: passingKeyName(id, at),
      table: nameBefore(wanted.table),
      parentTable: nameBefore(wanted.parentTable),
    },
    wanted,
    isInner: replacements.has(wanted.table) && replacements.has(wanted.parentTable),
  }));
}

const groupSteps = (
  links: readonly KeyLink[],
  change: (own: KeyLink[]) => Omit<KeyStep, 'table'>,
) =>
  Array.from(
    Map.groupBy(links, ({ table }) => table),
    ([table, own]) => ({ table, ...change(own) }),
  );

/** One step a table that makes the links. */
export const addLinks = (links: readonly KeyLink[]): KeyStep[] =>
  groupSteps(links, (add) => ({ drop: [], add }));

const dropLinks = (links: readonly KeyLink[]): KeyStep[] =>
  groupSteps(links, (own) => ({ drop: own.map(({ name }) => name), add: [] }));

/**
 * What is left to do once the tables have changed places, from the foreign keys that are `found`:
 * whatever ties the kept tables to others goes, and the passing keys make way for those with the
 * wanted names. Nothing is left to do a second time.
 */
export function planMending(plan: SwapPlan, found: readonly KeyLink[]): KeyStep[] {
  const kept = new Set(keptOf(plan));
  const isOfKept = (link: KeyLink) => kept.has(link.table) || kept.has(link.parentTable);
  const stale = found.filter(isOfKept);
  const staying = found.filter((link) => !isOfKept(link));
  const keyOf = ({ table, name }: KeyLink) => JSON.stringify([table, name]);
  const present = new Set(staying.map(keyOf));
  const missing = plan.links.filter((link) => !present.has(keyOf(link)));
  const passing = staying.filter(({ name }) => isPassingKey(name));
  const mended = groupSteps([...missing, ...passing], (own) => ({
    drop: own.filter(({ name }) => isPassingKey(name)).map(({ name }) => name),
    add: own.filter(({ name }) => !isPassingKey(name)),
  }));
  return [...dropLinks(stale), ...mended];
}

/** Whether the foreign keys that are `found` before the tables change places are still those that were planned with. */
export function matchesPlan(plan: SwapPlan, found: readonly KeyLink[]): boolean {
  const changing = new Set(plan.swaps.map(({ table }) => table));
  // Tables that come or go have no foreign keys that stay.
  const passing = new Set([
    ...replacementsOf(plan),
    ...plan.swaps.flatMap(({ table, replacement, kept }) =>
      replacement === null || kept === null ? table : [],
    ),
  ]);
  const describe = (links: readonly KeyLink[]) =>
    JSON.stringify(
      links.filter(
        ({ table, parentTable }) =>
          !passing.has(table) && (changing.has(table) || changing.has(parentTable)),
      ),
    );
  return describe(found) === describe(plan.links);
}

/** What undoes the passing keys of a plan whose tables have not changed places. */
export function planWithdrawal(plan: SwapPlan, found: readonly KeyLink[]): KeyStep[] {
  const replacements = new Set(replacementsOf(plan));
  return dropLinks(
    found.filter((link) => replacements.has(link.table) || replacements.has(link.parentTable)),
  );
}
