import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundleFunction } from '../../scripts/build/bundle-function.ts';
import { writeBundle } from '../../scripts/build/write-bundle.ts';
import { writeFunction } from '../../scripts/new-function/write-function.ts';
import { copyRepository } from '../support/copy-repository.ts';

const copy = copyRepository();
afterAll(() => copy.remove());

function runInCopy(program: string, ...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: copy.folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
  });
  return { status, output: stdout + stderr };
}

const jest = (...args: string[]) =>
  runInCopy(process.execPath, join('node_modules', 'jest', 'bin', 'jest.js'), ...args);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe.each([
  ['explain-rows', 'http', 401],
  ['weigh-drop', 'storage', 204],
] as const)('new-function %s --trigger %s', (name, trigger, statusOfEmptyPost) => {
  let files: string[];

  beforeAll(async () => {
    files = await writeFunction(copy.folder, name, trigger);
  });

  it('writes sources without a fault of format, lint or type', () => {
    const args = ['ci', '--error-on-warnings', '--colors=off', ...files];
    const { output } = runInCopy('node_modules/.bin/biome', ...args);
    expect(output).toMatch(/^Checked \d+ files in \w+\. No fixes applied\.\s*$/);
    // Faults of other files are the check's own matter.
    const types = runInCopy('node_modules/.bin/tsc', '--project', '.').output;
    expect(types.split('\n').filter((line) => line.includes(name))).toEqual([]);
  });

  it('keeps to the conventions', () => {
    const { output } = jest('test/conventions', '-t', `${name}|tracked file`);
    expect(output).toMatch(/^Tests: +\d+ skipped, \d\d passed/m);
  });

  it('brings a test, which passes', () => {
    expect(jest(`test/function/${name}.test.ts`).output).toMatch(/^Tests: +[12] passed/m);
  });

  it('can be built, and the build answers under the functions framework', async () => {
    const files = await bundleFunction(copy.folder, name);
    const { folder: out } = await writeBundle(join(copy.folder, 'dist'), name, files);
    const port = await freePort();
    const framework = join('node_modules', '@google-cloud', 'functions-framework', 'build', 'src');
    const args = [join(copy.folder, framework, 'main.js'), `--target=${name}`, `--port=${port}`];
    const env = { ...process.env, NODE_OPTIONS: '' };
    const child = spawn(process.execPath, args, { cwd: out, stdio: 'ignore', env });
    try {
      const send = () =>
        fetch(`http://127.0.0.1:${port}/nowhere`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'ce-specversion': '1.0',
            'ce-type': 'google.cloud.storage.object.v1.finalized',
            'ce-source': 'test',
            'ce-id': '1',
          },
          body: '{}',
        });
      let response: Response | undefined;
      for (let attempt = 0; response === undefined && attempt < 200; attempt++) {
        response = await send().catch(() => sleep(50).then(() => undefined));
      }
      expect(response?.status).toBe(statusOfEmptyPost);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
  });

  it('is not written over', async () => {
    await expect(writeFunction(copy.folder, name, trigger)).rejects.toThrow('is there already');
  });
});

describe('new-function', () => {
  it.each([
    'rows',
    'ReadRows',
    'read_rows',
    'read-',
    'read-rows2',
    '../read-rows',
    `read-${'x'.repeat(60)}`,
  ])('refuses the name %s', async (name) => {
    await expect(writeFunction(copy.folder, name, 'http')).rejects.toThrow(
      'is no name for a function',
    );
  });
});
