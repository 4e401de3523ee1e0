import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../scripts/local/cutover-home.ts';

const restricted = 'lint/style/noRestrictedImports';
const use = (source: string) => `import * as used from '${source}'; export { used };`;
const useType = (source: string) => `import type * as used from '${source}'; export type { used };`;

/** What stands in a file of a folder, and the one rule that must catch it; null where it is right. */
const cases: readonly (readonly [place: string, source: string, rule: string | null])[] = [
  ['shared/src/domain/csv', use('zod'), null],
  ['shared/src/domain/csv', use('../fault.ts'), null],
  ['shared/src/domain/csv', use('node:fs'), restricted],
  ['shared/src/domain/csv', use('mysql2/promise'), restricted],
  ['shared/src/domain/csv', useType('../../runtime/lazy.ts'), restricted],
  ['shared/src/domain/csv', use('../../adapters/mysql/connect.ts'), restricted],
  ['shared/src/domain/csv', use('@cutover/shared/adapters/mysql/connect.ts'), restricted],
  ['shared/src/domain/csv', "export const used = await import('node:fs');", restricted],
  [
    'shared/src/domain/csv',
    "export const used = Buffer.from('');",
    'lint/style/noRestrictedGlobals',
  ],
  [
    'shared/src/domain/csv',
    'export const used = performance.now();',
    'lint/style/noRestrictedGlobals',
  ],
  ['shared/src/adapters/mysql', use('mysql2/promise'), null],
  ['shared/src/adapters/mysql', use('node:fs'), null],
  ['shared/src/adapters/mysql', use('../../domain/fault.ts'), null],
  ['shared/src/adapters/mysql', use('../../runtime/lazy.ts'), restricted],
  ['shared/src/adapters/mysql', use('../../../../functions/a/src/handler.ts'), restricted],
  ['shared/src/adapters/mysql', 'export const used = process.env.X;', 'lint/style/noProcessEnv'],
  ['shared/src/runtime', use('pino'), null],
  ['shared/src/runtime', use('node:http'), null],
  ['shared/src/runtime', use('../domain/fault.ts'), null],
  ['shared/src/runtime', useType('@google-cloud/functions-framework'), null],
  ['shared/src/runtime', use('@google-cloud/storage'), restricted],
  ['shared/src/runtime', use('../adapters/mysql/connect.ts'), restricted],
  ['shared/src/runtime', use('../../../scripts/migrate.ts'), restricted],
  ['functions/read-rows/src', use('@cutover/shared/domain/fault.ts'), null],
  ['functions/read-rows/src', use('@cutover/shared/runtime/lazy.ts'), null],
  ['functions/read-rows/src', use('./handler.ts'), null],
  ['functions/read-rows/src/pages', use('../handler.ts'), null],
  ['functions/read-rows/src', use('@cutover/shared/adapters/mysql/connect.ts'), restricted],
  ['functions/read-rows/src', use('@google-cloud/storage'), restricted],
  ['functions/read-rows/src', use('node:fs'), restricted],
  ['functions/read-rows/src', use('../../other/src/handler.ts'), restricted],
  ['functions/read-rows/src', use('@cutover/other/src/handler.ts'), restricted],
  ['functions/read-rows/src', 'export const used = process.env.X;', 'lint/style/noProcessEnv'],
  ['functions/<one>/src/index.ts', use('@cutover/shared/entry/http-entry.ts'), null],
  ['functions/<one>/src/index.ts', use('@cutover/shared/adapters/mysql/connect.ts'), restricted],
  ['functions/<one>/src/index.ts', use('@google-cloud/storage'), restricted],
  ['functions/<one>/src/index.ts', use('@google-cloud/functions-framework'), null],
  ['functions/<one>/src/index.ts', 'export const used = process.env.X;', null],
  ['functions/<one>/src/index.ts', use('../../other/src/handler.ts'), restricted],
  ['functions/<one>/src/index.ts', use('@cutover/other/src/handler.ts'), restricted],
  ['functions/<one>/src/index.ts', use('../../../test/support/skip.ts'), restricted],
  ['functions/<one>/src/build-ports.ts', use('@cutover/shared/adapters/mysql/connect.ts'), null],
  ['functions/<one>/src/build-ports.ts', use('@google-cloud/storage'), null],
  ['functions/<one>/src/build-ports.ts', use('./handler.ts'), null],
  ['functions/<one>/src/build-ports.ts', use('@cutover/other/src/handler.ts'), restricted],
  [
    'functions/<one>/src/build-ports.ts',
    'export const used = process.env.X;',
    'lint/style/noProcessEnv',
  ],
  ['shared/src/entry', use('../runtime/lazy.ts'), null],
  ['shared/src/entry', use('../adapters/mysql/connect.ts'), null],
  ['shared/src/runtime', use('../entry/entry.ts'), restricted],
  ['shared/src/adapters/mysql', use('../../entry/entry.ts'), restricted],
  ['scripts', use('@cutover/shared/domain/fault.ts'), null],
  ['scripts', 'console.log(process.env.X);', null],
  ['scripts', use('../test/support/skip.ts'), restricted],
  ['test/unit', use('../support/skip.ts'), null],
  ['test/unit', "it.only('works', () => {});", 'lint/suspicious/noFocusedTests'],
  ['shared/src/runtime', "export { used } from './lazy.ts';", 'lint/performance/noBarrelFile'],
  ['shared/src/runtime', "console.log('a');", 'lint/suspicious/noConsole'],
  ['shared/src/runtime', 'export const used = (a: any) => a;', 'lint/suspicious/noExplicitAny'],
  [
    'shared/src/runtime',
    'export const used = (a: 1, b: 1, c: 1, d: 1, e: 1) => a + b + c + d + e;',
    'lint/complexity/useMaxParams',
  ],
];

interface Report {
  readonly diagnostics: readonly { category: string; location: { path: string } }[];
}

async function lint(folder: string): Promise<Report> {
  const biome = join(repositoryRoot, 'node_modules', '.bin', 'biome');
  const output = await new Promise<string>((resolve) => {
    const args = ['lint', '--reporter=json', '--max-diagnostics=none', '.'];
    execFile(biome, args, { cwd: folder }, (_error, stdout) => resolve(stdout));
  });
  return JSON.parse(output);
}

describe('the rules of biome.json', () => {
  const fileOf = (place: string, index: number) =>
    place.endsWith('.ts') ? place.replace('<one>', `one-${index}`) : `${place}/case-${index}.ts`;
  const files = cases.map(([place], index) => fileOf(place, index));
  let folder: string;
  let report: Report;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cutover-rules-'));
    await cp(join(repositoryRoot, 'biome.json'), join(folder, 'biome.json'));
    await cp(join(repositoryRoot, '.gitignore'), join(folder, '.gitignore'));
    for (const [index, [, source]] of cases.entries()) {
      const file = join(folder, files[index] ?? '');
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, source);
    }
    report = await lint(folder);
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each(
    cases.map(([place, source, rule], index) => ({
      place,
      source,
      rule,
      file: files[index],
    })),
  )('in $place, $source: $rule', ({ file, rule }) => {
    const found = report.diagnostics.filter(({ location }) => location.path === file);
    expect(found.map(({ category }) => category)).toEqual(rule === null ? [] : [rule]);
  });
});
