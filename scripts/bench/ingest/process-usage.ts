import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Usage {
  /** User and system time of all threads. */
  readonly cpuSeconds: number;
  /** The most resident memory that the process has had (VmHWM). */
  readonly peakMib: number;
}

/** Linux counts a process's time in hundredths of a second (USER_HZ). */
const ticksASecond = 100;
const sampleMs = 20;

/** CPU time that a running process has used since it began. Linux only. */
export function readCpuSeconds(pid: number): number {
  // The second field is the program's name in parentheses, and may hold anything.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksASecond;
}

/** What a running process has used since it began. Linux only. */
export function readUsage(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const peakKib = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  return { cpuSeconds: readCpuSeconds(pid), peakMib: peakKib / 1024 };
}

/** What a process has used in the end; the last look at it is less than 30 ms older. */
export async function followUsage(pid: number, ended: Promise<unknown>): Promise<Usage> {
  let usage: Usage = { cpuSeconds: 0, peakMib: 0 };
  let isRunning = true;
  const end = ended.finally(() => {
    isRunning = false;
  });
  while (isRunning) {
    const { cpuSeconds, peakMib } = readUsage(pid);
    usage = { cpuSeconds, peakMib: Math.max(peakMib, usage.peakMib) };
    await Promise.race([sleep(sampleMs), end]);
  }
  return usage;
}
