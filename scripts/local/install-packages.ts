import { AppError } from '../../shared/src/domain/app-error.ts';
import { type ProgramResult, runProgram } from './run-program.ts';

const quiet = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };

/** Runs apt-get without a question. */
export function runApt(args: readonly string[], cwd?: string): Promise<ProgramResult> {
  return runProgram('apt-get', args, { environment: quiet, ...(cwd === undefined ? {} : { cwd }) });
}

/** Why it has failed. */
export function lastLines(result: ProgramResult): string {
  return `${result.output}\n${result.complaint}`.trim().split('\n').slice(-3).join(' ');
}

/** Installs packages of the distribution, as root. Nothing that is installed may be removed for them. */
export async function installPackages(names: () => Promise<readonly string[]>): Promise<void> {
  const options = ['install', '-y', '--no-install-recommends', '--no-remove'];
  const install = async () => runApt([...options, ...(await names())]);
  let result = await install();
  if (!result.ok) {
    // The lists of packages are missing or out of date.
    await runApt(['update']);
    result = await install();
  }
  if (!result.ok) throw new AppError('unavailable', `apt-get install failed: ${lastLines(result)}`);
}
