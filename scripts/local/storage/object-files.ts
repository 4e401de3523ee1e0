import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { lstat, mkdir, open, readdir, rename, rmdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { conflict } from './api-error.ts';
import type { Content } from './stored-object.ts';

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? '';
const isAbsence = (error: unknown) => ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(error));

/** The regular file at a path, not followed through a link; undefined where there is none. */
export async function statFile(path: string): Promise<BigIntStats | undefined> {
  try {
    const stats = await lstat(path, { bigint: true });
    return stats.isFile() ? stats : undefined;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** Opens a regular file for reading, not through a link; undefined where there is none. */
export async function openFile(path: string): Promise<FileHandle | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  return undefined;
}

/** False when a hand has changed the file since it became this content. */
export const holds = (content: Content, stats: BigIntStats) =>
  content.mtimeNs === String(stats.mtimeNs) && BigInt(content.size) === stats.size;

const inTheWay = (path: string) =>
  conflict(
    `The local Cloud Storage keeps objects as files, so that no object can be named like a folder of others: ${path} is in the way.`,
  );

/** Makes the folders between root and a file one by one: a link or a file among them is refused. */
async function makeFolders(root: string, filePath: string) {
  const segments = dirname(filePath) === '.' ? [] : dirname(filePath).split(sep);
  let path = root;
  for (const segment of ['', ...segments]) {
    path = join(path, segment);
    await mkdir(path).catch((error) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    if (!(await lstat(path)).isDirectory()) throw inTheWay(path);
  }
}

/** Removes a folder that holds nothing but empty folders; throws, having removed some of those, for any other. */
export async function removeEmptyFolders(path: string) {
  for (const name of await readdir(path)) await removeEmptyFolders(join(path, name));
  await rmdir(path);
}

/** Renames a finished temporary file to its place below `root`; folders left empty there give way. */
export async function placeFile(temporary: string, root: string, filePath: string) {
  const path = join(root, filePath);
  await makeFolders(root, filePath);
  try {
    await rename(temporary, path);
  } catch (error) {
    if (codeOf(error) !== 'EISDIR') throw error;
    await removeEmptyFolders(path).catch(() => {
      throw inTheWay(path);
    });
    await rename(temporary, path);
  }
}
