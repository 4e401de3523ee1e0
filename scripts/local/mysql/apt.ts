import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import { installPackages, lastLines, runApt } from '../install-packages.ts';
import { runProgram } from '../run-program.ts';

/** The server's programs have a plain package name, or, on older releases, one with a version in it. */
async function packageNames(options: readonly string[]): Promise<string[]> {
  const search = ['--names-only', '^mariadb-(server|client)-core(-[0-9.]+)?$'];
  const { output } = await runProgram('apt-cache', [...options, 'search', ...search]);
  const found = output.split('\n').map((line) => line.split(' ')[0] ?? '');
  return ['mariadb-server-core', 'mariadb-client-core'].map(
    (plain) => found.filter((name) => name.startsWith(plain)).sort()[0] ?? plain,
  );
}

/** Installs MariaDB's programs, without a service, as root. */
export const installWithApt = (): Promise<void> => installPackages(() => packageNames([]));

/** Fetches package lists of one's own: the system's can't be written without rights. */
async function fetchLists(folder: string): Promise<string[]> {
  const [lists, cache] = [join(folder, 'lists'), join(folder, 'cache')];
  mkdirSync(join(lists, 'partial'), { recursive: true });
  mkdirSync(join(cache, 'archives', 'partial'), { recursive: true });
  const options = ['-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${cache}`];
  await runApt([...options, 'update']);
  return options;
}

async function downloadPackages(folder: string, options: readonly string[]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const install = ['install', '--simulate', '--no-install-recommends'];
  const programs = await packageNames(options);
  const plan = await runApt([...options, ...install, ...programs]);
  if (!plan.ok) return plan;
  const missing = [...plan.output.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] ?? '');
  return runApt([...options, 'download', ...new Set([...programs, ...missing])], folder);
}

/**
 * Unpacks MariaDB's programs, and those libraries of theirs that the machine lacks, into `folder`;
 * needs no rights.
 */
export async function unpackWithApt(folder: string): Promise<void> {
  const work = join(folder, 'download');
  const packages = join(work, 'packages');
  let result = await downloadPackages(packages, []);
  if (!result.ok) result = await downloadPackages(packages, await fetchLists(work));
  if (!result.ok) {
    throw new AppError('unavailable', `apt-get download failed: ${lastLines(result)}`);
  }
  for (const name of readdirSync(packages)) {
    const unpacked = await runProgram('dpkg', ['-x', join(packages, name), folder]);
    if (!unpacked.ok) throw new AppError('unavailable', `dpkg failed: ${lastLines(unpacked)}`);
  }
  rmSync(work, { recursive: true, force: true });
}
