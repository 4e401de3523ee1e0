import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import type { SetStore, StoredObject } from '../../../shared/src/domain/backup/set-store.ts';
import { compareCodePoints } from '../../../shared/src/domain/code-point-order.ts';

interface Kept {
  readonly object: StoredObject;
  content: Buffer;
}

function describeSum(content: Buffer): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(content));
  return sum.toString('base64');
}

/** A bucket of backups in memory, whose content can be damaged as no API would do it. */
export function inMemorySets(now: () => Date) {
  const kept = new Map<string, Kept>();
  let generations = 1000;

  function put(name: string, content: Buffer, over: string): StoredObject {
    if ((kept.get(name)?.object.generation ?? '0') !== over) {
      throw new AppError('conflict', `memory:${name} was changed by somebody else meanwhile.`);
    }
    const object = {
      name,
      generation: String(++generations),
      bytes: content.length,
      crc32c: describeSum(content),
      updatedAt: now().toISOString(),
    };
    kept.set(name, { object, content });
    return object;
  }

  const find = (name: string, generation: string) => {
    const found = kept.get(name);
    return found?.object.generation === generation ? found.content : null;
  };

  const store: SetStore = {
    addressOf: (name) => `memory:${name}`,
    list: async (prefix) =>
      [...kept.values()]
        .map(({ object }) => object)
        .filter(({ name }) => name.startsWith(prefix))
        .sort((a, b) => compareCodePoints(a.name, b.name)),
    async write(name, _, chunks) {
      const parts: Uint8Array[] = [];
      for await (const chunk of chunks) parts.push(chunk);
      const content = Buffer.concat(parts);
      const { generation, bytes, crc32c } = put(name, content, '0');
      const sha256 = createHash('sha256').update(content).digest('hex');
      return { generation, bytes, crc32c, sha256 };
    },
    async *read({ name, generation }) {
      const content = find(name, generation);
      if (content === null) throw new AppError('not-found', `memory:${name} is gone.`);
      for (let at = 0; at < content.length; at += 1000) yield content.subarray(at, at + 1000);
    },
    readText: async ({ name, generation }) => find(name, generation)?.toString('utf8') ?? null,
    writeText: async (name, text, over) => put(name, Buffer.from(text), over ?? '0').generation,
    remove: async (name, generation) => find(name, generation) !== null && kept.delete(name),
  };

  return {
    store,
    names: () => [...kept.keys()].sort(),
    /** Changes bytes under the object's unchanged name, generation, size and hash. */
    damage(name: string, change: (content: Buffer) => Buffer): void {
      const found = kept.get(name);
      if (found === undefined) throw new Error(`There is no ${name}.`);
      found.content = change(Buffer.from(found.content));
    },
    contentOf: (name: string): Buffer => kept.get(name)?.content ?? Buffer.alloc(0),
  };
}

export type InMemorySets = ReturnType<typeof inMemorySets>;
