import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { readCpuSeconds } from './process-usage.ts';

const lookMs = 250;
/** Below this share of a core the server does nothing worth waiting for. */
const idleShare = 0.02;
const patienceMs = 60_000;

async function countDirtyPages(pool: Pool): Promise<number> {
  const [[row]] = await pool.query<RowDataPacket[]>(
    "SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'",
  );
  return Number(row?.Value);
}

/** Makes the server write its changed pages now, which it else does when it likes; its setting is put back. */
async function writePages(pool: Pool): Promise<void> {
  const setting = 'innodb_max_dirty_pages_pct';
  const [[row]] = await pool.query<RowDataPacket[]>(`SELECT @@GLOBAL.${setting} AS value`);
  await pool.query(`SET GLOBAL ${setting} = 0`);
  try {
    const end = Date.now() + patienceMs;
    while ((await countDirtyPages(pool)) > 0 && Date.now() < end) await sleep(lookMs);
  } finally {
    await pool.query(`SET GLOBAL ${setting} = ?`, [Number(row?.value)]);
  }
}

/**
 * Waits until a private server has written what an earlier run left in its memory and does nothing
 * more, so that no run pays for the one before it.
 */
export async function awaitIdle(pool: Pool, serverPid: number): Promise<void> {
  await writePages(pool);
  const end = Date.now() + patienceMs;
  let share = 1;
  while (share > idleShare && Date.now() < end) {
    const before = readCpuSeconds(serverPid);
    await sleep(lookMs);
    share = (readCpuSeconds(serverPid) - before) / (lookMs / 1000);
  }
}
