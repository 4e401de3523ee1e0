import type { Load } from './load.ts';
import type { RejectSelection } from './ports.ts';

/** Which rejects a load's not_added file holds: those that are still open, or all where nothing was added. */
export function publishedRejects({ id, plan }: Load): RejectSelection {
  const isNothingAdded = plan?.dryRun === true || plan?.mode === 'atomic';
  return { loadId: id, state: isNothingAdded ? null : 'open' };
}
