import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';
import { keepModuleFolder } from './keep-module-folder.ts';

/** Its registry of functions must be the one that the platform starts, so it is never bundled. */
const framework = '@google-cloud/functions-framework';

/** Files that a source reads at run time, copied where the source is part of the bundle. */
const assetsOf: Readonly<Record<string, string>> = {
  'shared/src/adapters/tables-config.ts': 'shared/config',
  'shared/src/adapters/mysql/migration-files.ts': 'shared/migrations',
};

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
    main: 'index.js',
    engines: { node: '24' },
    scripts: { 'gcp-build': '' },
    dependencies: { [framework]: dependencies[framework] },
  };
}

/**
 * Makes one function deployable: a single CommonJS file, its package.json and the files it reads,
 * in `out`, which is emptied first. Returns the bundle's size and the files copied beside it.
 */
export async function bundleFunction(
  root: string,
  name: string,
  out: string,
): Promise<{ bytes: number; assets: string[] }> {
  await rm(out, { recursive: true, force: true });
  const { metafile, warnings } = await build({
    absWorkingDir: root,
    entryPoints: [join('functions', name, 'src', 'index.ts')],
    outfile: join(out, 'index.js'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    external: [framework],
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    logLevel: 'warning',
    plugins: [keepModuleFolder(root)],
  });
  if (warnings.length > 0) throw new Error(`${name} was bundled with warnings, which are above.`);
  const assets = Object.keys(metafile.inputs).flatMap((input) => assetsOf[input] ?? []);
  for (const asset of assets) await cp(join(root, asset), join(out, asset), { recursive: true });
  const manifest = await describePackage(root, name);
  await writeFile(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  return { bytes, assets };
}
