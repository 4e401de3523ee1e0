import type { Pool, RowDataPacket } from 'mysql2/promise';
import { describeHost, warnOfLoad } from './describe-host.ts';

/** The machine, the versions, and how busy the machine is, as lines. */
export async function describeMachine(pool: Pool, others: readonly string[]): Promise<string[]> {
  const [[server]] = await pool.query<RowDataPacket[]>('SELECT VERSION() AS version');
  return [
    describeHost(),
    [`Node ${process.versions.node}`, `server ${server?.version}`, ...others].join(', '),
    ...warnOfLoad(),
  ];
}
