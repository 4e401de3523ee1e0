import { writeFileSync } from 'node:fs';
import type { OpenFunction } from './open-function.ts';
import { readUsage } from './process-usage.ts';

/** Tells the kernel to begin its peak of resident memory anew (proc(5), clear_refs). */
const resetPeak = '5';

/** The most memory that a function's process has had during `work`, in MiB, and how long that took. */
export async function measurePeak(
  { func }: OpenFunction,
  work: () => Promise<unknown>,
): Promise<{ readonly peakMib: number; readonly seconds: number }> {
  const pid = await func.pool.use(async (process) => process.pid);
  writeFileSync(`/proc/${pid}/clear_refs`, resetPeak);
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  return { peakMib: readUsage(pid).peakMib, seconds };
}
