import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfiguration } from './check/check-configuration.ts';
import { describeGrants, describeModule, fillTables } from './describe-module.ts';

const folder = join(import.meta.dirname, '..', '..', 'terraform');
const { modules, manifests } = await readConfiguration(folder);
const root = modules.find((module) => module.folder === '');
if (root === undefined) throw new Error('terraform/ has no files.');
const file = join(folder, 'README.md');
const tables = { ...describeModule(root), grants: describeGrants(manifests) };
writeFileSync(file, fillTables(readFileSync(file, 'utf8'), tables));
