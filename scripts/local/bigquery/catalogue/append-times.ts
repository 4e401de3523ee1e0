import { BIGINT, DuckDBTimestampTZValue, TIMESTAMPTZ, VARCHAR } from '@duckdb/node-api';
import { appendLog } from '../append-log.ts';
import type { Session } from '../engine/session.ts';

/** The log of appends, which gives every row the time at which its job committed. */
export interface AppendTimes {
  /** The newest append to a relation of an earlier run, in milliseconds since 1970; 0 where there was none. */
  last(relation: string): number;
  /** Logs that the rows from `firstRow` on are of this transaction. Answers the time in milliseconds. */
  note(session: Session, relation: string, firstRow: number): Promise<number>;
  /** Forgets what was logged of a relation. */
  clear(session: Session, relation: string): Promise<void>;
}

export async function openAppendTimes(session: Session): Promise<AppendTimes> {
  await session.run(
    `CREATE TABLE IF NOT EXISTS ${appendLog} (relation VARCHAR, first_row BIGINT, committed TIMESTAMPTZ)`,
  );
  const rows = await session.all(
    `SELECT relation, epoch_us(max(committed)) FROM ${appendLog} GROUP BY relation`,
  );
  const lasts = new Map(
    rows.map(([relation, micros]) => [String(relation), BigInt(String(micros))]),
  );
  let newest = [...lasts.values()].reduce((most, each) => (each > most ? each : most), 0n);

  /** Later than every time before, also where the clock stands still or was set back. */
  function nextTime(): bigint {
    const now = BigInt(Math.floor((performance.timeOrigin + performance.now()) * 1000));
    newest = now > newest ? now : newest + 1n;
    return newest;
  }

  return {
    last: (relation) => Number((lasts.get(relation) ?? 0n) / 1000n),
    note: async (session, relation, firstRow) => {
      const time = nextTime();
      await session.repeat(`INSERT INTO ${appendLog} VALUES ($1, $2, $3)`, [
        { value: relation, type: VARCHAR },
        { value: BigInt(firstRow), type: BIGINT },
        { value: new DuckDBTimestampTZValue(time), type: TIMESTAMPTZ },
      ]);
      return Number(time / 1000n);
    },
    clear: async (session, relation) => {
      await session.run(`DELETE FROM ${appendLog} WHERE relation = $1`, [
        { value: relation, type: VARCHAR },
      ]);
    },
  };
}
