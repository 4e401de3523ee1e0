import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { ensureChromium } from './ensure-chromium.ts';

/** What jest's --json report says of a run. A test file that can't be loaded is one failure more. */
const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  numRuntimeErrorTestSuites: z.int(),
});

const root = join(import.meta.dirname, '..');

function runNode(args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  });
  return new Promise<boolean>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code === 0));
  });
}

function readReport(file: string) {
  // Without a report jest itself has failed, and has said why.
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

async function runJest(args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-report-'));
  const file = join(folder, 'report.json');
  const options = ['--json', `--outputFile=${file}`, ...args];
  try {
    const ok = await runNode([join(root, 'node_modules', 'jest', 'bin', 'jest.js'), ...options], {
      NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
    });
    const counts = readReport(file);
    // Jest can fail with every test passed, as when no test matches.
    return { ...counts, failed: ok ? counts.failed : Math.max(counts.failed, 1) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const checked = await runNode([join(root, 'scripts', 'check.ts')]);
if (!checked) console.log('The check failed; it counts as one failed test.');
await ensureChromium(console.log);
const { passed, failed, skipped } = await runJest(process.argv.slice(2));
const failures = failed + (checked ? 0 : 1);
console.log(`${passed} passed, ${failures} failed, ${skipped} skipped`);
process.exitCode = failures === 0 ? 0 : 1;
