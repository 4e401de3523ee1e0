// Runs a script of this repository on a machine that may have nothing but Node and npm:
// installs what package-lock.json names when that has not been done yet, then hands over
// to the Node that the packages bring (the host's own, where it is 22 or newer).
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const installed = join(root, 'node_modules', '.package-lock.json');
const lock = join(root, 'package-lock.json');

function isInstalled() {
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
}

/** Part of util-linux, which every Debian and Ubuntu has. */
const flock = '/usr/bin/flock';
const ci = 'npm ci --no-audit --no-fund --loglevel=error';

/** Of two first commands at the same time one installs, and the other waits for it. */
function install() {
  console.log('Installing the packages that package-lock.json names (once) ...');
  const command = `[ node_modules/.package-lock.json -nt package-lock.json ] || ${ci}`;
  const guarded = existsSync(flock) ? [flock, lock] : [];
  const [program, ...args] = [...guarded, '/bin/sh', '-c', command];
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) {
    console.error('npm ci failed; its words are above. Nothing else was changed.');
    process.exit(1);
  }
}

function nodeProgram() {
  const bundled = join(bin, 'node');
  if (existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath;
  console.error(`Node 22 or newer is needed; this is ${process.version}.`);
  process.exit(1);
}

if (!isInstalled()) install();

const [script, ...args] = process.argv.slice(2);
const isPackageProgram = existsSync(join(bin, script)) && !script.includes('/');
const command = isPackageProgram ? [join(bin, script), ...args] : [nodeProgram(), script, ...args];
const child = spawn(command[0], command.slice(1), {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
});
// A terminal's Ctrl-C reaches the child by itself; a signal sent to this process alone must be passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (!process.stdin.isTTY) child.kill(signal);
  });
}
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
