import { AppError } from '../app-error.ts';
import type { KeyLink } from './key-link.ts';
import type { Swap, SwapPlan } from './swap-plan.ts';

/** A table that is to change places, and the foreign keys it is to have where it is not there yet. */
export interface PlannedSwap extends Swap {
  readonly ownLinks: readonly KeyLink[];
}

function refuseLink({ name, table, parentTable }: KeyLink, reason: string): AppError {
  return new AppError(
    'conflict',
    `Foreign key ${name} of ${table} refers to ${parentTable}, ${reason}. Nothing was changed.`,
  );
}

/**
 * The plan with every foreign key that is to hold afterwards: those that hold now, of the tables
 * and to them, and of a table that is not there yet its own. `found` are all foreign keys of the
 * database, `tables` the names of its tables. Fails with `conflict` where one could not hold.
 */
export function planSwap(
  swaps: readonly PlannedSwap[],
  found: readonly KeyLink[],
  tables: ReadonlySet<string>,
): SwapPlan {
  const changing = new Set(swaps.map(({ table }) => table));
  const leaving = new Set(
    swaps.filter(({ replacement }) => replacement === null).map(({ table }) => table),
  );
  const staying = found.filter(
    (link) =>
      (changing.has(link.table) || changing.has(link.parentTable)) && !leaving.has(link.table),
  );
  const coming = swaps.flatMap(({ kept, ownLinks }) => (kept === null ? ownLinks : []));
  for (const link of coming) {
    const twin = found.find(({ name, table }) => name === link.name && table !== link.table);
    if (twin) throw refuseLink(link, `and ${twin.table} has a foreign key of the same name`);
  }
  const links = [...staying, ...coming];
  for (const link of links) {
    if (leaving.has(link.parentTable)) throw refuseLink(link, 'which would not be there any more');
    const isThere = tables.has(link.parentTable) || changing.has(link.parentTable);
    if (!isThere) throw refuseLink(link, 'which is not there: restore it in the same call');
  }
  return {
    swaps: swaps.map(({ table, replacement, kept }) => ({ table, replacement, kept })),
    links,
  };
}
