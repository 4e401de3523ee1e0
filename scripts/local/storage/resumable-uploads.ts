import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { invalid, notFound } from './api-error.ts';
import type { UploadRange } from './content-range.ts';
import { createNameLock } from './name-lock.ts';
import type { ObjectStore } from './object-store.ts';
import { asWriteCheck, readPreconditions } from './preconditions.ts';
import type { StoredObject } from './stored-object.ts';
import type { GivenSums } from './sums-given.ts';
import { requireSums } from './sums-given.ts';
import type { Session, UploadTarget } from './upload-files.ts';
import { openUploadFiles } from './upload-files.ts';

export type UploadState =
  | { readonly received: number; readonly object?: undefined }
  | { readonly object: StoredObject };

/** What a PUT to a session brings. */
export interface UploadRequest {
  readonly range: UploadRange;
  readonly body: Readable;
  readonly sums: GivenSums;
}

const gone = () =>
  notFound('No such upload session: it is unknown, cancelled, or failed. Start anew.');

/**
 * Upload sessions below `folder`. They outlive the process: what had arrived in whole blocks of
 * 256 KiB is there after a restart.
 */
export function createResumableUploads(folder: string, store: ObjectStore) {
  const files = openUploadFiles(folder);
  const lock = createNameLock();
  const running = new Map<string, Readable>();

  async function requireSession(id: string): Promise<Session> {
    const session = await files.read(id);
    if (session === undefined) throw gone();
    return session;
  }

  async function finalize(id: string, session: Session, sums: GivenSums): Promise<UploadState> {
    try {
      const staged = await files.finish(id);
      requireSums(staged.content, session.sums, sums);
      const check = asWriteCheck(readPreconditions(new URLSearchParams(session.preconditions)));
      const object = await store.commit(session, staged, session.attributes, check);
      await files.write(id, { ...session, object });
      return { object };
    } catch (error) {
      await files.remove(id);
      throw error;
    }
  }

  async function take(id: string, { range, body, sums }: UploadRequest): Promise<UploadState> {
    const session = await requireSession(id);
    if (session.object !== undefined) return { object: session.object };
    const total = agreeOnTotal(session.total, range.total);
    const received = await files.received(id);
    if (range.first === undefined) {
      return received === total ? finalize(id, session, sums) : { received };
    }
    if (range.first > received) {
      throw invalid(
        `The upload has ${received} bytes; a part that starts at ${range.first} leaves a gap.`,
      );
    }
    const isWhole = (size: number) =>
      total === undefined ? range.last === undefined : size === total;
    const arrived = await files.append(id, body, received - range.first, isWhole);
    if (isWhole(arrived)) return finalize(id, session, sums);
    if (total !== undefined && arrived > total) {
      await files.remove(id);
      throw invalid(`More than the ${total} bytes of the upload arrived; it is cancelled.`);
    }
    return { received: await files.received(id) };
  }

  return {
    start: async (target: UploadTarget): Promise<string> => {
      const id = randomBytes(24).toString('base64url');
      await files.create(id, { ...target, startedAt: Date.now() });
      return id;
    },

    /**
     * Takes the bytes of a PUT, or tells the state. A second PUT takes over from one that still
     * runs, since its client has given that one up.
     */
    receive: (id: string, request: UploadRequest): Promise<UploadState> => {
      running.get(id)?.destroy();
      running.set(id, request.body);
      return lock(id, () => take(id, request)).finally(() => {
        if (running.get(id) === request.body) running.delete(id);
      });
    },

    cancel: (id: string): Promise<void> => {
      running.get(id)?.destroy();
      return lock(id, async () => {
        await requireSession(id);
        await files.remove(id);
      });
    },

    sweep: files.sweep,
  };
}

export type ResumableUploads = ReturnType<typeof createResumableUploads>;

function agreeOnTotal(declared: number | undefined, ranged: number | undefined) {
  if (declared !== undefined && ranged !== undefined && declared !== ranged) {
    throw invalid(`The upload was announced with ${declared} bytes, not ${ranged}.`);
  }
  return ranged ?? declared;
}
