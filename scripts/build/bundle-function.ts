import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';
import type { BundledFile } from './bundled-file.ts';
import { keepModuleFolder } from './keep-module-folder.ts';
import { leaveOut } from './leave-out.ts';
import { lockPackage } from './lock-package.ts';

/** Its registry of functions must be the one that the platform starts, so it is never bundled. */
const framework = '@google-cloud/functions-framework';

/** Files that a source reads at run time, copied where the source is part of the bundle. */
const assetsOf: Readonly<Record<string, string>> = {
  'shared/src/adapters/tables-config.ts': 'shared/config',
  'shared/src/adapters/mysql/migration-files.ts': 'shared/migrations',
  'functions/serve-console/src/build-ports.ts': 'functions/serve-console/openapi.json',
};

/** Files that a package's module finds beside itself, and so beside the bundle. */
const filesBeside: Readonly<Record<string, readonly string[]>> = {
  'node_modules/swagger-ui-dist/absolute-path.js': ['swagger-ui.css', 'swagger-ui-bundle.js'],
};

/** What packages in CommonJS find in their scope, and an ES module does not have. */
const requireBanner =
  "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);const __dirname=import.meta.dirname;";

const packageSchema = z.object({
  version: z.string(),
  dependencies: z.object({ [framework]: z.string() }),
});

/** What the platform installs. It runs a script `build` by itself; the empty `gcp-build` says that nothing is left to build. */
async function describePackage(root: string, name: string) {
  const file = join(root, 'functions', name, 'package.json');
  const { version, dependencies } = packageSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  return {
    name,
    version,
    private: true,
    type: 'module',
    main: 'index.js',
    engines: { node: '24' },
    scripts: { 'gcp-build': '' },
    dependencies: { [framework]: dependencies[framework] },
  };
}

/** Bundles as if the result lay in the repository's `dist`, so that it tells nothing of where it really goes. */
async function bundleSources(root: string, name: string) {
  const { outputFiles, metafile, warnings } = await build({
    absWorkingDir: root,
    entryPoints: [join('functions', name, 'src', 'index.ts')],
    outdir: join(root, 'dist', name),
    chunkNames: '[name]-[hash]',
    splitting: true,
    bundle: true,
    write: false,
    format: 'esm',
    banner: { js: requireBanner },
    platform: 'node',
    target: 'node24',
    external: [framework],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
    plugins: [keepModuleFolder(root), leaveOut()],
  });
  if (warnings.length > 0) throw new Error(`${name} was bundled with warnings, which are above.`);
  const base = join(root, 'dist', name);
  const files = outputFiles.map(({ path, contents }) => ({
    path: relative(base, path),
    content: contents,
  }));
  return { files, inputs: Object.keys(metafile.inputs) };
}

function listFiles(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  const names = readdirSync(path, { recursive: true, withFileTypes: true });
  return names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** What the sources of a bundle read at run time. */
function readAssets(root: string, inputs: readonly string[]): BundledFile[] {
  const read = (file: string, base: string) => ({
    path: relative(base, file),
    content: readFileSync(file),
  });
  const own = inputs.flatMap((input) => assetsOf[input] ?? []).map((asset) => join(root, asset));
  const beside = inputs.flatMap((input) =>
    (filesBeside[input] ?? []).map((file) => join(root, dirname(input), file)),
  );
  return [
    ...own.flatMap(listFiles).map((file) => read(file, root)),
    ...beside.map((file) => read(file, dirname(file))),
  ];
}

/**
 * What is deployed of one function: ES modules with their source maps, of which `index.js` is loaded at
 * the start and the others by dynamic import; its package.json and lock file; and the files that it reads. The same sources give the same bytes wherever they lie.
 */
export async function bundleFunction(root: string, name: string): Promise<BundledFile[]> {
  const { files, inputs } = await bundleSources(root, name);
  const manifest = await describePackage(root, name);
  const lock = lockPackage(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
    manifest,
    framework,
  );
  return [
    ...files,
    ...readAssets(root, inputs),
    { path: 'package.json', content: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) },
    { path: 'package-lock.json', content: Buffer.from(lock) },
  ];
}
