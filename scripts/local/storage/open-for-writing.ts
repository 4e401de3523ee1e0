import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

const writeModes = 0o3;

async function filesWrittenBy(process: string, folder: string): Promise<string[]> {
  const descriptors = await readdir(join(process, 'fd'));
  const paths: string[] = [];
  for (const descriptor of descriptors) {
    const path = await readlink(join(process, 'fd', descriptor)).catch(() => '');
    if (!path.startsWith(folder)) continue;
    const info = await readFile(join(process, 'fdinfo', descriptor), 'utf8').catch(() => '');
    const flags = Number.parseInt(/^flags:\s*(\d+)/m.exec(info)?.[1] ?? '0', 8);
    if ((flags & writeModes) !== 0) paths.push(path);
  }
  return paths;
}

/**
 * The files below a folder that some process has open for writing: a copy that has stalled. Linux
 * tells it of the processes of one's own user; elsewhere, and of others', nothing is known.
 */
export async function findFilesOpenForWriting(folder: string): Promise<Set<string>> {
  const names = await readdir('/proc').catch(() => []);
  const processes = names.filter((name) => /^\d+$/.test(name)).map((name) => join('/proc', name));
  const found = await Promise.all(
    processes.map((process) => filesWrittenBy(process, folder).catch(() => [])),
  );
  return new Set(found.flat());
}
