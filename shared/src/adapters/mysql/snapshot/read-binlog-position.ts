import type { RowDataPacket } from 'mysql2/promise';
import type { Snapshot } from '../../../domain/backup/snapshot.ts';
import type { Queryable } from '../queryable.ts';

interface StatusRow extends RowDataPacket {
  readonly Variable_name: string;
  readonly Value: string;
}

/**
 * Where the binary log stood when the last transaction that can be seen was committed. Only MariaDB
 * tells: it moves this position and shows the rows under one lock. MySQL's own position runs ahead
 * of what can be seen, so there, and without a binary log, the answer is null.
 */
export async function readBinlogPosition(database: Queryable): Promise<Snapshot['binlog']> {
  const [rows] = await database.query<StatusRow[]>("SHOW STATUS LIKE 'binlog\\_snapshot\\_%'");
  const status = new Map(rows.map((row) => [row.Variable_name.toLowerCase(), row.Value]));
  const file = status.get('binlog_snapshot_file') ?? '';
  return file === '' ? null : { file, position: Number(status.get('binlog_snapshot_position')) };
}
