import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { readCpuSeconds } from './process-usage.ts';

const lookMs = 500;
/** Below this share of a core the server does nothing worth waiting for. */
const idleShare = 0.02;
const patienceMs = 60_000;

async function countDirtyPages(pool: Pool): Promise<number> {
  const [[row]] = await pool.query<RowDataPacket[]>(
    "SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'",
  );
  return Number(row?.Value);
}

/**
 * Waits until the server has written what an earlier run left in its memory and does nothing more,
 * a minute at the most. Of a server in another place only the pages are known.
 */
export async function awaitIdle(pool: Pool, serverPid: number | undefined): Promise<void> {
  const end = Date.now() + patienceMs;
  const readCpu = () => (serverPid === undefined ? 0 : readCpuSeconds(serverPid));
  for (let before = readCpu(); Date.now() < end; before = readCpu()) {
    await sleep(lookMs);
    const share = (readCpu() - before) / (lookMs / 1000);
    if (share <= idleShare && (await countDirtyPages(pool)) === 0) return;
  }
}
