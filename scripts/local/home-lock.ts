import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/src/domain/app-error.ts';

const codeOf = (error: unknown) => (error as { code?: unknown }).code;

/** Names a process beyond its number, which is given away again: the moment of its start, where the system tells. */
function describeProcess(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process lives, too.
    if (codeOf(error) !== 'EPERM') return undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${pid} ${fields[19]}`;
  } catch {
    return `${pid}`;
  }
}

function readHolder(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(holder: string): boolean {
  return describeProcess(Number.parseInt(holder, 10)) === holder;
}

/** Moves a dead holder's lock away; one that somebody took in the meantime goes back. */
function clear(file: string, dead: string): void {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
    if (readHolder(aside) !== dead) linkSync(aside, file);
  } catch {
    // Somebody else has cleared it, or holds it now: the next try sees that.
  }
  rmSync(aside, { force: true });
}

/**
 * Makes this process the only one that works in `home`, until the lock is released or the process
 * is gone. Throws `busy`, naming the holder, when there is another.
 */
export function lockHome(home: string): { release(): void } {
  const file = join(home, 'lock');
  const own = `${file}.${process.pid}`;
  writeFileSync(own, describeProcess(process.pid) ?? '');
  try {
    for (;;) {
      try {
        linkSync(own, file);
        return { release: () => rmSync(file, { force: true }) };
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      const holder = readHolder(file);
      if (holder === undefined) continue;
      if (!isAlive(holder)) clear(file, holder);
      else {
        const pid = Number.parseInt(holder, 10);
        throw new AppError(
          'busy',
          `Cutover already runs in ${home}, as process ${pid}. Stop that one, or choose another home with CUTOVER_HOME.`,
        );
      }
    }
  } finally {
    rmSync(own, { force: true });
  }
}
