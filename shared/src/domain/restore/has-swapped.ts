import { AppError } from '../app-error.ts';
import type { Swap, SwapPlan } from './swap-plan.ts';

function isSwapped({ kept, replacement }: Swap, tables: ReadonlySet<string>): boolean {
  if (kept !== null) return tables.has(kept);
  return replacement !== null && !tables.has(replacement);
}

/**
 * Whether the tables of a plan have changed places, from the names of all tables of the database.
 * It is one statement that does it, so a part of them alone is the work of somebody else.
 */
export function hasSwapped({ swaps }: SwapPlan, tables: ReadonlySet<string>): boolean {
  const swapped = swaps.filter((swap) => isSwapped(swap, tables));
  if (swapped.length === 0) return false;
  if (swapped.length === swaps.length) return true;
  const names = swaps.filter((swap) => !swapped.includes(swap)).map(({ table }) => table);
  throw new AppError(
    'internal',
    `Somebody has renamed or dropped tables while ${names.join(', ')} changed places with others; see cutover_restore.`,
  );
}
