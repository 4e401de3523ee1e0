import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './local-cloud.ts';

interface Entry {
  readonly what: 'begun' | 'taken';
  readonly name: string;
  readonly pid: number;
}

/** What the fixture function `take-drop` has written down, in the folder it was given. */
export function createDropRecord(folder: string) {
  const file = join(folder, 'record');
  const entries = (): Entry[] =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [];
  const find = (what: Entry['what'], name: string) =>
    entries().filter((entry) => entry.what === what && entry.name === name);
  return {
    environment: { RECORD_FILE: file },
    entries,
    find,
    /** Waits until this has been written down so many times. */
    awaitEntry: (what: Entry['what'], name: string, times = 1) =>
      eventually(`${what} ${name}`, () => find(what, name)[times - 1]),
    /** Lets the drops that are held be taken. */
    letGo: () => writeFileSync(`${file}.go`, ''),
  };
}

export type DropRecord = ReturnType<typeof createDropRecord>;
