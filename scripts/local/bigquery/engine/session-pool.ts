import type { DuckDBInstance } from '@duckdb/node-api';
import { createSession, type Session } from './session.ts';

/** More would only press for the one machine there is. */
const mostSessions = 4;

/** Sessions, made when they are first needed. Who finds none free waits. */
export function createSessionPool(instance: DuckDBInstance) {
  const free: Session[] = [];
  const waiting: ((session: Session) => void)[] = [];
  let count = 0;

  async function take(): Promise<Session> {
    const idle = free.pop();
    if (idle !== undefined) return idle;
    if (count === mostSessions) return new Promise((resolve) => waiting.push(resolve));
    count += 1;
    return createSession(await instance.connect());
  }

  function giveBack(session: Session) {
    const next = waiting.shift();
    if (next === undefined) free.push(session);
    else next(session);
  }

  return {
    use: async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
      const session = await take();
      try {
        return await work(session);
      } finally {
        giveBack(session);
      }
    },
    /** To be called when none is in use. */
    close: () => {
      for (const session of free.splice(0)) session.close();
    },
  };
}
