import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** The machine's cores and memory, in a line. */
export function describeHost(): string {
  const model = cpus()[0]?.model ?? 'unknown processor';
  return `${availableParallelism()} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GiB`;
}

/** A line for a machine that does other things meanwhile. */
export function warnOfLoad(): string[] {
  const load = loadavg()[0] ?? 0;
  return load > 1
    ? [`Load average ${load.toFixed(1)}: the machine has other work; look at the ratios.`]
    : [];
}
