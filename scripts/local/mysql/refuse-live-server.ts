import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../shared/src/domain/app-error.ts';

/** A server whose parent was just killed is on its way out; it gets this long. */
const patienceMs = 5_000;

/** The process that serves `data`, by its pid file; a number that now belongs to another program does not count. */
function findLiveServer(data: string, pidFile: string): number | undefined {
  if (!existsSync(pidFile)) return undefined;
  const pid = Number(readFileSync(pidFile, 'utf8').trim());
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  try {
    process.kill(pid, 0);
    const words = existsSync('/proc') ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : data;
    return words.includes(data) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Throws `unavailable`, naming the process, when a live server still uses the data folder. */
export async function refuseLiveServer(data: string, pidFile: string): Promise<void> {
  const end = Date.now() + patienceMs;
  let pid = findLiveServer(data, pidFile);
  while (pid !== undefined && Date.now() < end) {
    await sleep(100);
    pid = findLiveServer(data, pidFile);
  }
  if (pid === undefined) return;
  throw new AppError(
    'unavailable',
    `The data folder ${data} is in use by the database server with process id ${pid}. Stop that one first.`,
  );
}
