import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FunctionManifest } from '../function-manifest.ts';
import { writeBareFunction } from './bare-function.ts';
import { measureColdStart } from './cold-start.ts';
import { type Budget, describeBundles } from './describe-bundles.ts';
import type { WrittenBundle } from './write-bundle.ts';

interface BuiltFunction {
  readonly manifest: FunctionManifest;
  readonly bundle: WrittenBundle;
  readonly bytes: number;
}

const signatureOf = ({ trigger }: FunctionManifest): 'cloudevent' | 'http' =>
  'storage' in trigger ? 'cloudevent' : 'http';

/**
 * Measures the bundles in `out`, whose folders must find the framework in a `node_modules` above them,
 * in turns with a bare function, `rounds` times each.
 */
export async function measureBundles(
  root: string,
  out: string,
  built: readonly BuiltFunction[],
  { budget, rounds }: { readonly budget: Budget; readonly rounds: number },
) {
  const framework = join(root, 'node_modules', '.bin', 'functions-framework');
  const bare = await writeBareFunction(out);
  const bareMs: number[] = [];
  const measured = built.map(({ manifest, bundle, bytes }) => ({
    name: manifest.name,
    signature: signatureOf(manifest),
    folder: bundle.folder,
    bytes,
    zipBytes: bundle.zipBytes,
    coldStartsMs: [] as number[],
  }));
  for (let round = 0; round < rounds; round++) {
    bareMs.push(await measureColdStart(framework, bare, { name: 'bare', signature: 'http' }));
    for (const each of measured) {
      each.coldStartsMs.push(await measureColdStart(framework, each.folder, each));
    }
  }
  await rm(bare, { recursive: true, force: true });
  return describeBundles(measured, bareMs, budget);
}
