import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../scripts/local/cutover-home.ts';
import { trackedFiles } from './tracked-files.ts';

/** A copy of the repository as it stands, with the installed packages, in which a test may write. */
export function copyRepository(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-copy-'));
  for (const file of trackedFiles()) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(repositoryRoot, file), join(folder, file));
  }
  // The packages are shared; those of the repository itself are the copy's own.
  const packages = join(repositoryRoot, 'node_modules');
  mkdirSync(join(folder, 'node_modules', '@cutover'), { recursive: true });
  for (const name of readdirSync(packages)) {
    if (name === '@cutover' || name === '.package-lock.json') continue;
    symlinkSync(join(packages, name), join(folder, 'node_modules', name));
  }
  symlinkSync(join(folder, 'shared'), join(folder, 'node_modules', '@cutover', 'shared'));
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
