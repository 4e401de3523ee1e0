import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryRoot } from '../../../scripts/local/cutover-home.ts';
import { spawnTethered } from '../../../scripts/local/spawn-tethered.ts';

const esbuild = join(repositoryRoot, 'node_modules', 'esbuild', 'bin', 'esbuild');

const options = ['--bundle', '--platform=node', '--target=node24', '--log-level=error'];
/** Only a database on Google Cloud is reached by it, and it is most of what there is to load. */
const external = '--external:@google-cloud/cloud-sql-connector';

/** One file starts in a fraction of the time that its sources take. */
function bundle(program: string, folder: string): string {
  const file = join(folder, 'program.cjs');
  const given = [program, ...options, external, `--outfile=${file}`];
  execFileSync(esbuild, given, { stdio: 'inherit' });
  return file;
}

function startProcess(file: string, environment: Readonly<Record<string, string>>) {
  const env = { PATH: process.env.PATH, ...environment };
  const child = spawnTethered(process.execPath, [file], {
    ...{ env, atEnd: 'KILL' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = once(child, 'close');
  if (child.stdin === null || child.stdout === null) throw new Error('The process has no pipes.');
  const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ready = said.next();
  return {
    /** Lets it work, and kills it after so many milliseconds; how long the work took, or null where it was cut off. */
    async run(killAfterMs: number): Promise<number | null> {
      expect((await ready).value).toBe('ready');
      const begin = performance.now();
      child.stdin?.write('go\n');
      const done = said.next().then(() => performance.now() - begin);
      const outcome = await Promise.race([done, sleep(killAfterMs, null, { ref: false })]);
      child.kill('SIGKILL');
      expect(await gone).toEqual([null, 'SIGKILL']);
      return outcome;
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Processes of a program that are loaded and wait: the next one loads while the last one works. */
export function openWarmProcesses(program: string, environment: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-kills-'));
  const file = bundle(program, folder);
  let next = startProcess(file, environment);
  return {
    run(killAfterMs: number): Promise<number | null> {
      const current = next;
      next = startProcess(file, environment);
      return current.run(killAfterMs);
    },
    async close() {
      await next.kill();
      rmSync(folder, { recursive: true });
    },
  };
}
