import type { RestoreZone } from './restore-zone.ts';

/** How far the newest replacement after the `last` one has come, as journal and tables show it. */
export async function readStage(zone: RestoreZone, last: string): Promise<string> {
  const [entry] = await zone.query(
    `SELECT id, state FROM cutover_restore WHERE id > ${last} ORDER BY id DESC LIMIT 1`,
  );
  if (entry === undefined) return 'not begun';
  if (entry.state !== 'swapping') return String(entry.state);
  const kept = await zone.leftovers('undo');
  const isSwapped = kept.some((name) => name.startsWith(`cutover_undo_${entry.id}_`));
  return isSwapped ? 'tidying up' : 'swapping';
}

/** The id of the newest replacement. */
export async function readLastId(zone: RestoreZone): Promise<string> {
  const [row] = await zone.query('SELECT COALESCE(MAX(id), 0) AS id FROM cutover_restore');
  return String(row?.id);
}
