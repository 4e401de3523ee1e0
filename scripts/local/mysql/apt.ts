import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import { type ProgramResult, runProgram } from '../run-program.ts';

const quiet = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };

function runApt(args: readonly string[], cwd?: string): Promise<ProgramResult> {
  return runProgram('apt-get', args, { environment: quiet, ...(cwd === undefined ? {} : { cwd }) });
}

function lastLines(result: ProgramResult): string {
  return `${result.output}\n${result.complaint}`.trim().split('\n').slice(-3).join(' ');
}

/** The server's programs have a plain package name, or, on older releases, one with a version in it. */
async function packageNames(options: readonly string[]): Promise<string[]> {
  const search = ['--names-only', '^mariadb-(server|client)-core(-[0-9.]+)?$'];
  const { output } = await runProgram('apt-cache', [...options, 'search', ...search]);
  const found = output.split('\n').map((line) => line.split(' ')[0] ?? '');
  return ['mariadb-server-core', 'mariadb-client-core'].map(
    (plain) => found.filter((name) => name.startsWith(plain)).sort()[0] ?? plain,
  );
}

/** Installs MariaDB's programs, without a service, as root. Nothing that is installed may be removed for it. */
export async function installWithApt(): Promise<void> {
  const options = ['install', '-y', '--no-install-recommends', '--no-remove'];
  const install = async () => runApt([...options, ...(await packageNames([]))]);
  let result = await install();
  if (!result.ok) {
    // The lists of packages are missing or out of date.
    await runApt(['update']);
    result = await install();
  }
  if (!result.ok) throw new AppError('unavailable', `apt-get install failed: ${lastLines(result)}`);
}

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
