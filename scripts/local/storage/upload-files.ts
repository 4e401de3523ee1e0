import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { readBody } from './request-body.ts';
import type { Staged, Sums } from './staging.ts';
import { createSums, finish, readBlocks, writeWhole } from './staging.ts';
import type { Attributes, StoredObject } from './stored-object.ts';
import type { GivenSums } from './sums-given.ts';

/** A session keeps whole blocks of this size, as Cloud Storage does; only the last may be shorter. */
const blockBytes = 256 * 1024;
const lifetimeMs = 7 * 24 * 3600 * 1000;

/** What becomes of the bytes once they have all arrived. */
export interface UploadTarget {
  readonly bucket: string;
  readonly name: string;
  readonly attributes: Attributes;
  readonly sums: GivenSums;
  /** The preconditions, as the query string that they came in. */
  readonly preconditions: string;
  /** Announced size in bytes. */
  readonly total?: number;
}

export interface Session extends UploadTarget {
  readonly startedAt: number;
  /** Set once the object is live: the answer to every later request. */
  readonly object?: StoredObject;
}

async function readSession(path: string): Promise<Session | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** `<id>.json` describes a session, `<id>.part` holds what has arrived of it. */
export function openUploadFiles(folder: string) {
  const sumsOf = new Map<string, Sums>();
  const sessionPath = (id: string) => join(folder, `${id}.json`);
  const partPath = (id: string) => join(folder, `${id}.part`);
  const isId = (id: string) => /^[\w-]+$/.test(id);

  /** The sums of what has arrived; read again from the file after a restart. */
  async function load(id: string): Promise<Sums> {
    const known = sumsOf.get(id);
    if (known !== undefined) return known;
    const sums = createSums();
    const file = await open(partPath(id), 'r');
    try {
      const { size } = await file.stat();
      for await (const block of readBlocks(file, 0, size - (size % blockBytes))) sums.update(block);
    } finally {
      await file.close();
    }
    sumsOf.set(id, sums);
    return sums;
  }

  async function write(id: string, session: Session) {
    await writeFile(`${sessionPath(id)}.new`, JSON.stringify(session), { flush: true });
    await rename(`${sessionPath(id)}.new`, sessionPath(id));
  }

  async function remove(id: string) {
    sumsOf.delete(id);
    await rm(sessionPath(id), { force: true });
    await rm(partPath(id), { force: true });
  }

  return {
    write,
    remove,
    read: async (id: string) => (isId(id) ? readSession(sessionPath(id)) : undefined),
    create: async (id: string, session: Session) => {
      await writeFile(partPath(id), '', { flag: 'wx' });
      await write(id, session);
    },
    received: async (id: string) => (await load(id)).size(),

    /**
     * Appends a body, less its first `skip` bytes. Bytes past the last whole block are kept only
     * if the size that they lead to `isWhole`. Returns that size.
     */
    append: async (
      id: string,
      body: Readable,
      skip: number,
      isWhole: (size: number) => boolean,
    ): Promise<number> => {
      const sums = await load(id);
      const file = await open(partPath(id), 'r+');
      const keep = async (bytes: Buffer) => {
        await writeWhole(file, bytes, sums.size());
        sums.update(bytes);
      };
      try {
        let held: Buffer = Buffer.alloc(0);
        let toSkip = skip;
        for await (const chunk of readBody(body)) {
          const passed = Math.min(toSkip, chunk.length);
          toSkip -= passed;
          held = Buffer.concat([held, chunk.subarray(passed)]);
          const whole = held.length - (held.length % blockBytes);
          if (whole > 0) await keep(held.subarray(0, whole));
          held = held.subarray(whole);
        }
        const size = sums.size() + held.length;
        if (isWhole(size)) await keep(held);
        return size;
      } finally {
        await file.close();
      }
    },

    /** What has arrived, as a finished file that may be renamed away. */
    finish: async (id: string): Promise<Staged> => {
      const sums = await load(id);
      sumsOf.delete(id);
      const file = await open(partPath(id), 'r+');
      try {
        await file.truncate(sums.size());
        return { path: partPath(id), content: await finish(file, sums) };
      } finally {
        await file.close();
      }
    },

    /** Removes outlived sessions and whatever else a killed process has left behind. */
    sweep: async () => {
      await mkdir(folder, { recursive: true });
      const names = await readdir(folder);
      const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
      const live = new Set<string>();
      for (const id of ids) {
        const session = await readSession(sessionPath(id));
        if ((session?.startedAt ?? 0) + lifetimeMs > Date.now()) live.add(id);
      }
      for (const name of names) {
        if (!live.has(name.replace(/\.(json|part)$/, '')))
          await rm(join(folder, name), { force: true });
      }
    },
  };
}
