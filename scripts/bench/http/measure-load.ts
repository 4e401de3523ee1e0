import { readCpuSeconds, readUsage } from '../process-usage.ts';
import { type Load, type LoadTarget, type SentLoad, sendLoad } from './send-load.ts';

/** A process that answers. */
export interface LoadedProcess extends LoadTarget {
  readonly pid: number;
}

export interface MeasuredLoad extends SentLoad {
  readonly cpuSeconds: number;
  /** Of the process since it began. */
  readonly peakMib: number;
  /** Of the database's server; undefined where it is somebody's own. */
  readonly serverCpuSeconds: number | undefined;
}

/** Sends a load, and reads from /proc what it took. */
export async function measureLoad(
  loaded: LoadedProcess,
  load: Load,
  serverPid?: number,
): Promise<MeasuredLoad> {
  const readServer = () => (serverPid === undefined ? undefined : readCpuSeconds(serverPid));
  const [before, serverBefore] = [readUsage(loaded.pid), readServer()];
  const sent = await sendLoad(loaded, load);
  const [after, serverAfter] = [readUsage(loaded.pid), readServer()];
  return {
    ...sent,
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    peakMib: after.peakMib,
    serverCpuSeconds:
      serverBefore === undefined || serverAfter === undefined
        ? undefined
        : serverAfter - serverBefore,
  };
}
