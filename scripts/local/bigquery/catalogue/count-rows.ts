import type { Session } from '../engine/session.ts';

/** How many rows a DuckDB relation has. */
export async function countRows(session: Session, relation: string): Promise<number> {
  const rows = await session.all(`SELECT count(*) FROM ${relation}`);
  return Number(rows[0]?.[0] ?? 0);
}
