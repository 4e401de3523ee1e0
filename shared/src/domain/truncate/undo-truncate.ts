import { AppError } from '../app-error.ts';
import type { About, Replaced } from '../restore/ports.ts';
import type { TruncatePorts } from './ports.ts';

/**
 * Gives tables back the rows that a truncate took. Fails with `not-found` for an id that is none,
 * and with `conflict` for one that is of something else, or whose rows are not kept any longer.
 */
export async function undoTruncate(
  { findReplacement, replacer }: Pick<TruncatePorts, 'findReplacement' | 'replacer'>,
  id: string,
  about: About,
): Promise<Replaced> {
  const found = await findReplacement(id);
  if (found === null) throw new AppError('not-found', `There is no truncate with the id ${id}.`);
  if (found.kind === 'truncate') return replacer.undo(id, about);
  const what = found.kind === 'undo' ? 'an undo' : `a ${found.kind}`;
  const message = `${id} is no truncate, but ${what} of ${found.tables.join(', ')}. Nothing was changed; POST /restore-table undoes it.`;
  throw new AppError('conflict', message);
}
