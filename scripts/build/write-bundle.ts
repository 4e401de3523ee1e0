import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BundledFile, hashFiles } from './bundled-file.ts';
import { packZip } from './pack-zip.ts';

export interface WrittenBundle {
  readonly folder: string;
  /** The zip's file name; the content's hash is in it. */
  readonly zip: string;
  readonly zipBytes: number;
}

/** Writes a bundle below `out`: as the folder `name`, which is emptied first, and as a zip. */
export async function writeBundle(
  out: string,
  name: string,
  files: readonly BundledFile[],
): Promise<WrittenBundle> {
  const folder = join(out, name);
  await rm(folder, { recursive: true, force: true });
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const zip = `${name}-${hashFiles(files)}.zip`;
  const packed = packZip(files);
  await writeFile(join(out, zip), packed);
  return { folder, zip, zipBytes: packed.length };
}
