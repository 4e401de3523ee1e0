import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleFunction } from './build/bundle-function.ts';
import { readFunctionManifests } from './function-manifest.ts';

const root = join(import.meta.dirname, '..');

const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'dist') } } });
const kibibytes = (bytes: number) => `${Math.ceil(bytes / 1024)} KiB`.padStart(10);

for (const { name } of readFunctionManifests()) {
  const { bytes, assets } = await bundleFunction(root, name, join(values.out, name));
  const extras = assets.length === 0 ? '' : `  with ${assets.join(', ')}`;
  console.log(`${name.padEnd(20)}${kibibytes(bytes)}${extras}`);
}
