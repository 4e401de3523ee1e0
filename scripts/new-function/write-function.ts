import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';

export const triggers = ['http', 'storage'] as const;
export type Trigger = (typeof triggers)[number];

/** Cloud Functions allows 63 characters. */
const functionName = /^(?=.{3,63}$)[a-z]+(-[a-z]+)+$/;

const dependencySchema = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

async function describePackage(root: string, name: string): Promise<string> {
  const read = async (file: string) =>
    dependencySchema.parse(JSON.parse(await readFile(join(root, file), 'utf8')));
  const [suite, shared] = [await read('package.json'), await read('shared/package.json')];
  const manifest = {
    name: `@cutover/${name}`,
    version: suite.version,
    private: true,
    type: 'module',
    main: 'src/index.ts',
    dependencies: {
      '@cutover/shared': shared.version,
      '@google-cloud/functions-framework':
        suite.devDependencies['@google-cloud/functions-framework'],
      zod: shared.dependencies.zod,
    },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The templates of a trigger below this folder; `verb-noun` stands for the function's name. */
async function fillTemplates(name: string, trigger: Trigger, testFile: string) {
  const folder = join(import.meta.dirname, trigger);
  const templates = await readdir(folder, { recursive: true });
  return Promise.all(
    templates
      .filter((file) => file.endsWith('.template'))
      .map(async (template): Promise<[string, string]> => {
        const file = template.replace(/\.template$/, '');
        const content = await readFile(join(folder, template), 'utf8');
        const path = file === 'test.ts' ? testFile : join('functions', name, file);
        return [path, content.replaceAll('verb-noun', name)];
      }),
  );
}

function run(root: string, program: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`);
}

/**
 * Writes a function's folder and its test below `root`, and enters its package in the lock file
 * (no network is needed: it has no package that the suite has not). Returns the files' paths.
 * Throws, with nothing written, when the name is not verb-noun or is taken.
 */
export async function writeFunction(
  root: string,
  name: string,
  trigger: Trigger,
): Promise<string[]> {
  if (!functionName.test(name)) {
    throw new Error(
      `"${name}" is no name for a function: a verb and a noun in lower case, such as read-rows.`,
    );
  }
  const testFile = join('test', 'function', `${name}.test.ts`);
  for (const path of [join('functions', name), testFile]) {
    if (existsSync(join(root, path))) throw new Error(`${path} is there already.`);
  }
  const files = new Map(await fillTemplates(name, trigger, testFile));
  files.set(join('functions', name, 'package.json'), await describePackage(root, name));
  for (const [file, content] of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), content, { flag: 'wx' });
  }
  const paths = [...files.keys()];
  run(root, join(root, 'node_modules', '.bin', 'biome'), ['format', '--write', ...paths]);
  run(root, 'npm', [
    'install',
    '--package-lock-only',
    '--offline',
    '--ignore-scripts',
    '--loglevel=error',
  ]);
  return paths;
}
