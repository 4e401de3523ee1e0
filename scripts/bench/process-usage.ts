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

/** The fields of /proc/<pid>/stat behind the program's name, which is in parentheses and may hold anything. */
function readStat(pid: number): number[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat
    .replace(/^.*\) /s, '')
    .split(' ')
    .map(Number);
}

const sumTicks = (fields: readonly number[]) =>
  fields.reduce((sum, ticks) => sum + ticks, 0) / ticksASecond;

/** CPU time that a running process has used since it began. Linux only. */
export function readCpuSeconds(pid: number): number {
  return sumTicks(readStat(pid).slice(11, 13));
}

/** What a running process has used since it began. Linux only. */
export function readUsage(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const peakKib = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  return { cpuSeconds: readCpuSeconds(pid), peakMib: peakKib / 1024 };
}

/** The same of the process and of its children, those that have ended included; a child that ends meanwhile is not counted twice. */
function readFamilyUsage(pid: number): Usage {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
  const living = children.filter(Boolean).flatMap((child) => {
    try {
      return [readFamilyUsage(Number(child))];
    } catch (error) {
      // It has ended since it was listed: its time is its parent's from now on.
      if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
      throw error;
    }
  });
  const { peakMib } = readUsage(pid);
  // utime, stime, and those of the children that were waited for.
  const cpuSeconds = sumTicks(readStat(pid).slice(11, 15));
  return {
    cpuSeconds: living.reduce((sum, child) => sum + child.cpuSeconds, cpuSeconds),
    peakMib: living.reduce((sum, child) => sum + child.peakMib, peakMib),
  };
}

/** What a process and its children have used in the end; the last look at them is less than 30 ms older. */
export async function followUsage(pid: number, ended: Promise<unknown>): Promise<Usage> {
  let usage: Usage = { cpuSeconds: 0, peakMib: 0 };
  let isRunning = true;
  const end = ended.finally(() => {
    isRunning = false;
  });
  while (isRunning) {
    const { cpuSeconds, peakMib } = readFamilyUsage(pid);
    usage = {
      cpuSeconds: Math.max(cpuSeconds, usage.cpuSeconds),
      peakMib: Math.max(peakMib, usage.peakMib),
    };
    await Promise.race([sleep(sampleMs), end]);
  }
  return usage;
}
