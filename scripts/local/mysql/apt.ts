import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import { type ProgramResult, runProgram } from '../run-program.ts';

const quiet = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };

function runApt(args: readonly string[], cwd?: string): Promise<ProgramResult> {
  return runProgram('apt-get', args, { environment: quiet, ...(cwd === undefined ? {} : { cwd }) });
}

function hasLists(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name.includes('_Packages'));
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
  const install = async () =>
    runApt([
      'install',
      '-y',
      '--no-install-recommends',
      '--no-remove',
      ...(await packageNames([])),
    ]);
  let result = hasLists('/var/lib/apt/lists') ? await install() : undefined;
  if (result === undefined || !result.ok) {
    await runApt(['update']);
    result = await install();
  }
  if (!result.ok) throw new AppError('unavailable', `apt-get install failed: ${lastLines(result)}`);
}

/** Package lists of one's own, where the system's are empty and can't be written. */
async function privateLists(folder: string): Promise<string[]> {
  const options = [
    ...['-o', `Dir::State::lists=${join(folder, 'lists')}`],
    ...['-o', `Dir::Cache=${join(folder, 'cache')}`],
  ];
  mkdirSync(join(folder, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(folder, 'cache', 'archives', 'partial'), { recursive: true });
  await runApt([...options, 'update']);
  return options;
}

async function unpackPackages(folder: string, options: readonly string[]): Promise<ProgramResult> {
  const install = ['install', '--simulate', '--no-install-recommends'];
  const plan = await runApt([...options, ...install, ...(await packageNames(options))]);
  const missing = [...plan.output.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] ?? '');
  if (!plan.ok || missing.length === 0) return { ...plan, ok: false };
  const download = await runApt([...options, 'download', ...missing], folder);
  if (!download.ok) return download;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.deb'))) {
    const unpacked = await runProgram('dpkg', ['-x', name, '.'], { cwd: folder });
    if (!unpacked.ok) return unpacked;
  }
  return download;
}

/** Unpacks MariaDB's programs, and the libraries of theirs that are missing, into `folder`; needs no rights. */
export async function unpackWithApt(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  let result = hasLists('/var/lib/apt/lists') ? await unpackPackages(folder, []) : undefined;
  if (result === undefined || !result.ok) {
    result = await unpackPackages(folder, await privateLists(folder));
  }
  if (!result.ok) {
    throw new AppError('unavailable', `apt-get download failed: ${lastLines(result)}`);
  }
}
