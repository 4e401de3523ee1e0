import * as z from 'zod';

const lockedSchema = z.looseObject({
  version: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

const lockSchema = z.object({ packages: z.record(z.string(), lockedSchema) });

type Locked = z.infer<typeof lockedSchema>;

/** Where Node finds a package from another one's folder: the nearest `node_modules` upwards. */
function locate(packages: Readonly<Record<string, Locked>>, from: string, name: string) {
  for (let folder = from; ; folder = folder.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (path in packages) return path;
    if (folder === '') return undefined;
  }
}

/**
 * The lock file of a package that needs only `name`, cut out of the suite's own: the same versions
 * of everything that `name` needs. Throws where the suite does not have it.
 */
export function lockPackage(lockText: string, manifest: object, name: string): string {
  const { packages } = lockSchema.parse(JSON.parse(lockText));
  const kept: Record<string, Locked> = {};
  const waiting = [locate(packages, '', name) ?? name];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const locked = packages[path];
    if (locked === undefined) throw new Error(`package-lock.json has no ${path}.`);
    if (path in kept) continue;
    const { dev: _dev, ...entry } = locked;
    kept[path] = entry;
    for (const needed of Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })) {
      const found = locate(packages, path, needed);
      if (found !== undefined) waiting.push(found);
    }
  }
  const sorted = Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1));
  const all = Object.fromEntries([['', manifest], ...sorted]);
  return `${JSON.stringify({ ...manifest, lockfileVersion: 3, requires: true, packages: all }, null, 2)}\n`;
}
