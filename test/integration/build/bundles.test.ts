import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { bundleFunction } from '../../../scripts/build/bundle-function.ts';
import { type BundledFile, hashFiles } from '../../../scripts/build/bundled-file.ts';
import { packZip } from '../../../scripts/build/pack-zip.ts';
import { writeBundle } from '../../../scripts/build/write-bundle.ts';
import { readFunctionManifests } from '../../../scripts/function-manifest.ts';
import { repositoryRoot } from '../../../scripts/local/cutover-home.ts';
import type { Endpoints } from '../../../scripts/local/endpoints.ts';
import {
  interrupt,
  makeHome,
  type RunningStart,
  startLocalCloud,
} from '../../support/local-cloud.ts';

// A whole cloud is started, and packages are installed.
jest.setTimeout(300_000);

const manifests = readFunctionManifests();
const names = manifests.map(({ name }) => name);
const textOf = (files: readonly BundledFile[], path: string) =>
  Buffer.from(files.find((file) => file.path === path)?.content ?? '').toString();

/** The files of a bundle that are loaded with `index.js`: all but what dynamic imports lead to. */
function loadedAtStart(files: readonly BundledFile[]): Set<string> {
  const found = new Set<string>();
  const waiting = ['index.js'];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const imports = textOf(files, path).matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g);
    waiting.push(...[...imports].map(([, imported = '']) => imported));
  }
  return found;
}

/** The packages whose sources are in a bundle, or in some of its files. */
function packagesOf(files: readonly BundledFile[], among?: ReadonlySet<string>): string[] {
  const maps = files.filter(({ path }) => path.endsWith('.js.map'));
  const sources = maps
    .filter(({ path }) => among?.has(path.replace(/\.map$/, '')) ?? true)
    .flatMap(({ path }) => JSON.parse(textOf(files, path)).sources as string[]);
  const packages = sources.flatMap((source) => {
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? [];
    return name === undefined ? [] : [name];
  });
  return [...new Set(packages)].sort();
}

describe('the bundles of the functions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-bundles-'));
  const bundles = new Map<string, BundledFile[]>();

  beforeAll(async () => {
    for (const name of names) bundles.set(name, await bundleFunction(repositoryRoot, name));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are the same bytes when they are built in another folder', async () => {
    const other = mkdtempSync(join(tmpdir(), 'cutover-elsewhere-'));
    try {
      for (const part of ['functions', 'shared', 'package-lock.json', 'tsconfig.json']) {
        cpSync(join(repositoryRoot, part), join(other, part), { recursive: true });
      }
      execFileSync('cp', [
        '-al',
        join(repositoryRoot, 'node_modules'),
        join(other, 'node_modules'),
      ]);
      for (const name of ['ingest-drop', 'track-migration']) {
        const again = await bundleFunction(other, name);
        expect(hashFiles(again)).toBe(hashFiles(bundles.get(name) ?? []));
        expect(Buffer.from(packZip(again))).toEqual(Buffer.from(packZip(bundles.get(name) ?? [])));
      }
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });

  it('are named by what is in them, to the last byte', () => {
    const [files = []] = bundles.values();
    const changed = files.map(({ path, content }) =>
      path === 'package.json'
        ? { path, content: Buffer.concat([content, Buffer.from(' ')]) }
        : { path, content },
    );
    const renamed = files.map((file) =>
      file.path === 'package.json' ? { ...file, path: 'package.jsom' } : file,
    );
    const hashes = [files, changed, renamed].map(hashFiles);
    expect(new Set(hashes).size).toBe(3);
    expect(hashFiles(files.toReversed())).toBe(hashes[0]);
  });

  it('tell nothing of the machine that built them', () => {
    for (const files of bundles.values()) {
      const told = files.filter(({ content }) => Buffer.from(content).includes(repositoryRoot));
      expect(told.map(({ path }) => path)).toEqual([]);
    }
  });

  it('hold nothing that no function reaches', () => {
    const unreached = /\/(@grpc\/grpc-js|@google-cloud\/sql|thread-stream)$/;
    for (const [name, files] of bundles) {
      expect({
        name,
        held: packagesOf(files).filter((held) => unreached.test(`/${held}`)),
      }).toEqual({
        name,
        held: [],
      });
    }
  });

  it('hold the SDKs of what function.yaml lets them use, and no other', () => {
    for (const { name, roles, environment } of manifests) {
      const uses = (target: string) => roles.some(({ on }) => on.startsWith(target));
      const wanted = {
        '@google-cloud/bigquery': uses('bigquery.'),
        // tables.yaml may lie in a bucket of the user's.
        '@google-cloud/storage': uses('buckets.') || 'TABLES_CONFIG' in environment,
        jose: 'TOKEN_KEYS' in environment,
        mysql2: uses('mysql'),
      };
      const held = packagesOf(bundles.get(name) ?? []);
      const found = Object.keys(wanted).map((sdk) => [sdk, held.includes(sdk)]);
      expect({ name, ...Object.fromEntries(found) }).toEqual({ name, ...wanted });
    }
  });

  it('load no SDK before a call needs it', () => {
    const atStart = ['@google-cloud/functions-framework', 'pino', 'zod'];
    const ofPino =
      /^(@pinojs\/redact|atomic-sleep|on-exit-leak-free|pino-.*|quick-format-unescaped|safe-stable-stringify|sonic-boom)$/;
    for (const [name, files] of bundles) {
      const loaded = packagesOf(files, loadedAtStart(files));
      const others = loaded.filter((held) => !atStart.includes(held) && !ofPino.test(held));
      expect({ name, others }).toEqual({ name, others: [] });
    }
  });

  describe('out of the repository, installed by their own lock files', () => {
    const home = makeHome();
    let cloud: RunningStart;
    let endpoints: Endpoints;

    beforeAll(async () => {
      for (const [name, files] of bundles) {
        await writeBundle(folder, name, files);
        cpSync(
          join(repositoryRoot, 'functions', name, 'function.yaml'),
          join(folder, name, 'function.yaml'),
        );
      }
      const [first = '', ...others] = names;
      execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
        cwd: join(folder, first),
        stdio: 'pipe',
      });
      for (const name of others) {
        // The lock files are the same but for the name, so that one installation serves.
        execFileSync('cp', [
          '-al',
          join(folder, first, 'node_modules'),
          join(folder, name, 'node_modules'),
        ]);
      }
      cloud = startLocalCloud(home.folder, ['--port', '0'], { CUTOVER_FUNCTIONS: folder });
      endpoints = await cloud.ready();
    });

    afterAll(async () => {
      await interrupt(cloud);
      home.remove();
    });

    it('have the same lock file but for the name', () => {
      const locks = [...bundles].map(([name, files]) =>
        textOf(files, 'package-lock.json').replaceAll(`"${name}"`, '"NAME"'),
      );
      expect(new Set(locks).size).toBe(1);
    });

    it('load the sample data and are all well', async () => {
      const health = await fetch(`${endpoints.gateway}/health`);
      expect(await health.json()).toEqual({ status: 'ok' });
      expect(cloud.output()).toMatch(/hired_employees\.csv: 2000 read, 19\d\d added/);
    });
  });
});
