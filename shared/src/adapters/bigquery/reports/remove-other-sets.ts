import type { Dataset } from '@google-cloud/bigquery';
import { compareCodePoints } from '../../../domain/code-point-order.ts';
import { retryTransient } from '../retry-transient.ts';
import { setOfName } from './set-tables.ts';

/**
 * Removes the tables of all sets but one and the newest of the others, in which reports may be
 * counted right now. Tables that no report has made are left alone.
 */
export async function removeOtherSets(dataset: Dataset, keptSetId: string): Promise<void> {
  const [tables] = await retryTransient(() => dataset.getTables());
  const others = tables.flatMap((table) => {
    const setId = setOfName(table.id ?? '');
    return setId === null || setId === keptSetId ? [] : [{ table, setId }];
  });
  const newest = others
    .map(({ setId }) => setId)
    .sort(compareCodePoints)
    .at(-1);
  const removed = others.filter(({ setId }) => setId !== newest);
  await Promise.all(
    removed.map(({ table }) => retryTransient(() => table.delete({ ignoreNotFound: true }))),
  );
}
