import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { Pool, RowDataPacket } from 'mysql2/promise';

/** The machine, the versions, and how busy the machine is, as lines. */
export async function describeMachine(pool: Pool, others: readonly string[]): Promise<string[]> {
  const [[server]] = await pool.query<RowDataPacket[]>('SELECT VERSION() AS version');
  const model = cpus()[0]?.model ?? 'unknown processor';
  const gib = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0] ?? 0;
  return [
    `${availableParallelism()} cores (${model}), ${gib} GiB`,
    [`Node ${process.versions.node}`, `server ${server?.version}`, ...others].join(', '),
    ...(load > 1
      ? [`Load average ${load.toFixed(1)}: the machine has other work; look at the ratios.`]
      : []),
  ];
}
