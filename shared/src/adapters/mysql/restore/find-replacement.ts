import type { Pool } from 'mysql2/promise';
import type { ReplacementRecord } from '../../../domain/restore/ports.ts';
import { translateMysqlError } from '../translate-mysql-error.ts';
import { findEntry } from './restore-journal.ts';

/** An entry of the journal of replacements by its id; null where there is none. */
export async function findReplacement(pool: Pool, id: string): Promise<ReplacementRecord | null> {
  try {
    const entry = await findEntry(pool, id);
    if (entry === null) return null;
    const { plan: _, ...record } = entry;
    return record;
  } catch (error) {
    throw translateMysqlError(error);
  }
}
