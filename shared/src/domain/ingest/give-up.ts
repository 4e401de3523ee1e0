import type { HeldLoad, LedgerChange } from './ports.ts';

/** What was written before stays, as its checkpoint says; the load ends as failed. */
export async function giveUp(
  held: HeldLoad,
  { code, message }: NonNullable<LedgerChange['error']>,
): Promise<void> {
  await held.transaction(async (transaction) => {
    await transaction.advance({ state: 'loaded', error: { code, message } });
    await transaction.commit();
  });
}
