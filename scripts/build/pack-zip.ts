import { zipSync } from 'fflate';
import type { BundledFile } from './bundled-file.ts';

/** The first moment that a zip can tell, in local time as zips have it: the same everywhere. */
const moment = new Date(1980, 0, 1);

/** Packs files, in the order of their paths, without anything that tells where or when. */
export function packZip(files: readonly BundledFile[]): Uint8Array {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const entries = sorted.map(({ path, content }) => [path, content] as const);
  return zipSync(Object.fromEntries(entries), { level: 9, mtime: moment });
}
