import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { UploadRange } from '../../storage/content-range.ts';
import { createNameLock } from '../../storage/name-lock.ts';
import { BigQueryError, invalid } from '../api-error.ts';

interface UploadSession {
  /** The job that the upload is for, as the client described it. */
  readonly resource: unknown;
  readonly path: string;
  received: number;
  isWhole: boolean;
}

/** Resumable uploads on their way. They end with the process. */
export function createUploadSessions() {
  const sessions = new Map<string, UploadSession>();
  const lock = createNameLock();

  async function take(
    session: UploadSession,
    { first, last, total }: UploadRange,
    body: AsyncIterable<Buffer>,
  ): Promise<UploadSession> {
    if (first === undefined) return session;
    if (first > session.received) {
      throw invalid(`The upload has ${session.received} bytes; a part at ${first} leaves a gap.`);
    }
    const file = await open(session.path, 'a');
    try {
      let toSkip = session.received - first;
      for await (const chunk of body) {
        const bytes = chunk.subarray(Math.min(toSkip, chunk.length));
        toSkip -= chunk.length - bytes.length;
        await file.write(bytes);
        session.received += bytes.length;
      }
    } finally {
      await file.close();
    }
    session.isWhole = total === undefined ? last === undefined : session.received === total;
    return session;
  }

  return {
    /** Answers the id of a new session. */
    start: (resource: unknown, path: string): string => {
      const id = randomUUID();
      sessions.set(id, { resource, path, received: 0, isWhole: false });
      return id;
    },
    /** Takes the bytes of a request. A session that has become whole is over. */
    receive: (id: string, range: UploadRange, body: AsyncIterable<Buffer>) =>
      lock(id, async () => {
        const session = sessions.get(id);
        if (session === undefined) {
          throw new BigQueryError('notFound', 'No such upload session; start the upload anew.');
        }
        const taken = await take(session, range, body);
        if (taken.isWhole) sessions.delete(id);
        return taken;
      }),
  };
}

export type UploadSessions = ReturnType<typeof createUploadSessions>;
