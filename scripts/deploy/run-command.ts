import { spawn } from 'node:child_process';
import { AppError } from '../../shared/src/domain/app-error.ts';
import { repositoryRoot } from '../local/cutover-home.ts';

/** Runs a program at the repository's root, in sight of the user. Throws `unavailable` where it is missing or fails. */
export async function runCommand(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(program, args, {
    cwd: repositoryRoot,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  const reason = await new Promise<string | undefined>((resolve) => {
    child.on('error', ({ message }) => resolve(message));
    child.on('exit', (code) => resolve(code === 0 ? undefined : `it ended with ${code}`));
  });
  if (reason === undefined) return;
  throw new AppError('unavailable', `${program} ${args.join(' ')} failed: ${reason}.`);
}
