import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');

const colors = `--colors=${process.stdout.isTTY ? 'force' : 'off'}`;
const biome = [join(bin, 'biome'), 'ci', '--error-on-warnings', '--max-diagnostics=none', colors];

/** Each one says by itself what it found. */
const checks = [
  { name: 'Format and lint', command: [...biome, '.'] },
  { name: 'Types', command: [join(bin, 'tsc'), '--project', root] },
];

const failed = checks.filter(({ command: [program = '', ...args] }) => {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  if (error !== undefined) console.error(error.message);
  return status !== 0;
});

if (failed.length > 0) {
  console.error(`\nFailed: ${failed.map(({ name }) => name).join(', ')}. The reasons are above.`);
  console.error('npm run format mends what can be mended without thought.');
  process.exitCode = 1;
} else {
  console.log('Format, lint and types are right.');
}
