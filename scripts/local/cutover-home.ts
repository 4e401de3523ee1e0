import { join, resolve } from 'node:path';

export const repositoryRoot = join(import.meta.dirname, '..', '..');

/** Where the local cloud keeps everything: CUTOVER_HOME, or `.cutover` in the repository. */
export function cutoverHome(environment: NodeJS.ProcessEnv): string {
  const { CUTOVER_HOME } = environment;
  return CUTOVER_HOME ? resolve(CUTOVER_HOME) : join(repositoryRoot, '.cutover');
}
