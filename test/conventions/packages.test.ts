import { importedPackages, readJson } from '../support/repository.ts';
import { trackedFiles } from '../support/tracked-files.ts';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock: { packages: Record<string, Package> } = readJson('package-lock.json');
const files = trackedFiles().filter((file) =>
  /^((shared|functions\/[^/]+)\/)?package\.json$/.test(file),
);
const folderOf = (file: string) => file.replace(/\/?package\.json$/, '');

describe.each(files)('%s', (file) => {
  const manifest: Package = readJson(file);
  const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = manifest;
  const all = { ...dependencies, ...devDependencies, ...optionalDependencies };

  it('names exact versions, those of the lock file', () => {
    const locked = Object.keys(all).map((name) => {
      const entry = lock.packages[`node_modules/${name}`];
      const workspace = name.startsWith('@cutover/') ? name.replace('@cutover/', '') : undefined;
      return [
        name,
        workspace === undefined ? entry?.version : readJson(`${workspace}/package.json`).version,
      ];
    });
    expect(all).toEqual(Object.fromEntries(locked));
  });

  it('is in the lock file as it stands', () => {
    const entry = lock.packages[folderOf(file)] ?? {};
    expect(entry).toMatchObject({
      version: manifest.version,
      ...(Object.keys(dependencies).length === 0 ? {} : { dependencies }),
      ...(Object.keys(devDependencies).length === 0 ? {} : { devDependencies }),
      ...(Object.keys(optionalDependencies).length === 0 ? {} : { optionalDependencies }),
    });
  });
});

describe.each(files.map(folderOf).filter((folder) => folder !== ''))('the package %s', (folder) => {
  it('depends on what its sources import, and on nothing else', () => {
    const { dependencies = {} }: Package = readJson(`${folder}/package.json`);
    expect(importedPackages(`${folder}/src`)).toEqual(Object.keys(dependencies).sort());
  });
});
