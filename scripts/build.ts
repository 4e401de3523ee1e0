import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleFunction } from './build/bundle-function.ts';
import { measureBundles } from './build/measure-bundles.ts';
import { type WrittenBundle, writeBundle } from './build/write-bundle.ts';
import { type FunctionManifest, readFunctionManifests } from './function-manifest.ts';

const root = join(import.meta.dirname, '..');

/** What is allowed: the size of a bundle without its source map, and its cold start in those of a bare function. */
const budget = { bytes: 6 * 2 ** 20, coldStart: 1.5 };

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'dist') },
    'no-cold-start': { type: 'boolean', default: false },
  },
});
const out = resolve(values.out);

async function buildFunction(manifest: FunctionManifest) {
  const { name } = manifest;
  const files = await bundleFunction(root, name);
  const code = files.filter(({ path }) => path.endsWith('.js'));
  const bundle = await writeBundle(out, name, files);
  return { manifest, bundle, bytes: code.reduce((sum, { content }) => sum + content.length, 0) };
}

await mkdir(out, { recursive: true });
const built: { manifest: FunctionManifest; bundle: WrittenBundle; bytes: number }[] = [];
for (const manifest of readFunctionManifests()) built.push(await buildFunction(manifest));
const objects = built.map(({ manifest, bundle }) => [manifest.name, bundle.zip]);
await writeFile(
  join(out, 'bundles.json'),
  `${JSON.stringify(Object.fromEntries(objects), null, 2)}\n`,
);
const { lines, excesses } = await measureBundles(root, out, built, {
  budget,
  rounds: values['no-cold-start'] ? 0 : 5,
});
for (const line of [...lines, ...excesses]) console.log(line);
if (excesses.length > 0) process.exitCode = 1;
