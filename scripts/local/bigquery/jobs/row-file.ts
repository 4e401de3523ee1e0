import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import type { WireRow } from './stored-result.ts';

/** Every so many rows, the place of the next one in the file is remembered. */
const markedRows = 256;

/** Rows in a file, one JSON line each, written once and then read from any place. */
export function createRowFile(path: string) {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  const ended = finished(file);
  // Who writes or ends hears of a fault; nobody else waits for it.
  ended.catch(() => undefined);
  const marks: number[] = [];
  let count = 0;
  let bytes = 0;

  async function write(rows: readonly WireRow[]) {
    let text = '';
    for (const row of rows) {
      if (count % markedRows === 0) marks.push(bytes + Buffer.byteLength(text));
      text += `${JSON.stringify(row)}\n`;
      count += 1;
    }
    bytes += Buffer.byteLength(text);
    if (!file.write(text)) await Promise.race([once(file, 'drain'), ended]);
  }

  async function* read(from: number): AsyncIterable<WireRow> {
    const start = marks[Math.floor(from / markedRows)];
    if (start === undefined) return;
    const stream = createReadStream(path, { start });
    let toSkip = from % markedRows;
    try {
      for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
        if (toSkip > 0) toSkip -= 1;
        else yield JSON.parse(line);
      }
    } finally {
      stream.destroy();
    }
  }

  return {
    write,
    read,
    /** Resolves when everything that was written can be read. */
    end: () => {
      file.end();
      return ended;
    },
    remove: async () => {
      file.destroy();
      await rm(path, { force: true });
    },
  };
}

export type RowFile = ReturnType<typeof createRowFile>;
