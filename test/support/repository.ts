import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/local/cutover-home.ts';
import { trackedFiles } from './tracked-files.ts';

/** A file's text, by its path from the repository's root. */
export const readText = (file: string) => readFileSync(join(repositoryRoot, file), 'utf8');

export const readJson = (file: string) => JSON.parse(readText(file));

export const exists = (file: string) => existsSync(join(repositoryRoot, file));

const moduleName =
  /^(?:import|export)\s[^'"`;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

/** The names of the packages that the TypeScript below a folder imports, Node's own left out. */
export function importedPackages(folder: string): string[] {
  const sources = trackedFiles().filter(
    (file) => file.startsWith(`${folder}/`) && file.endsWith('.ts'),
  );
  const modules = sources.flatMap((file) =>
    [...readText(file).matchAll(moduleName)].map(
      ([, ...names]) => names.find((name) => name) ?? '',
    ),
  );
  const packages = modules
    .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
  return [...new Set(packages)].sort();
}

/** The text of a Markdown section, from its heading to the next one of the same level. */
export function readSection(markdown: string, heading: string): string | undefined {
  return markdown.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
}
