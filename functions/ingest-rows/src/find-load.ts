import { AppError } from '@cutover/shared/domain/app-error.ts';
import type { LedgerEntry } from '@cutover/shared/domain/ingest/load-reader.ts';
import type { Ports } from './ports.ts';

/** The load that a path names. Fails with `not-found` where there is none, whatever the name is. */
export async function findLoad({ loads }: Ports, id: string): Promise<LedgerEntry> {
  const entry = /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id) ? await loads.find(id) : null;
  if (entry !== null) return entry;
  throw new AppError('not-found', `There is no load ${JSON.stringify(id.slice(0, 64))}.`);
}
