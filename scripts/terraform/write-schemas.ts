import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../local/run-program.ts';
import { readConfiguration } from './check/check-configuration.ts';
import { readDeclarations } from './read-declarations.ts';
import { type ProviderBlock, schemaName, schemasFolder } from './schemas.ts';

/** It holds what each resource of the provider takes, for the version that its release notes name (6.50). */
const providerPackage = '@cdktf/provider-google@16.12.0';

async function run(program: string, args: readonly string[]): Promise<string> {
  const { ok, output } = await runProgram(program, args);
  if (!ok) throw new Error(`${program} ${args.join(' ')} failed: ${output}`);
  return output.trim();
}

async function unpackDeclarations(folder: string): Promise<void> {
  await run('npm', ['pack', providerPackage, '--pack-destination', folder, '--silent']);
  const [archive = ''] = readdirSync(folder);
  const declarations = 'package/lib/*/index.d.ts';
  await run('tar', ['-xzf', join(folder, archive), '-C', folder, '--wildcards', declarations]);
}

/** The names of the schemas that the configuration needs. */
async function listNames(configuration: string): Promise<string[]> {
  const { modules } = await readConfiguration(configuration);
  const names = modules.flatMap(({ blocks }) =>
    blocks
      .filter(({ kind, type }) => ['resource', 'data'].includes(kind) && type.startsWith('google_'))
      .map(({ kind, type }) => schemaName(kind as ProviderBlock, type)),
  );
  return [...new Set(names)].sort();
}

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'cutover-schemas-'));
try {
  const names = await listNames(join(root, 'terraform'));
  await unpackDeclarations(folder);
  rmSync(schemasFolder, { recursive: true, force: true });
  mkdirSync(schemasFolder);
  for (const name of names) {
    const declarations = readFileSync(join(folder, 'package', 'lib', name, 'index.d.ts'), 'utf8');
    const schema = readDeclarations(declarations);
    writeFileSync(join(schemasFolder, `${name}.json`), `${JSON.stringify(schema, null, 2)}\n`);
  }
  console.log(`${names.length} schemas of ${providerPackage} are in scripts/terraform/schemas.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
