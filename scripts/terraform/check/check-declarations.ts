import { join, normalize } from 'node:path';
import type { Block, Module } from '../configuration.ts';
import { referencesIn } from './check-references.ts';
import { type Finding, findingIn } from './finding.ts';

/** Terraform's own arguments of every module call. */
const metaArguments = ['source', 'version', 'providers', 'count', 'for_each', 'depends_on'];

/** What a module's expressions name, as `var.project` and `local.labels`. */
function namesUsed(module: Module): Set<string> {
  return new Set(referencesIn(module.files, module).map(({ root, path }) => `${root}.${path[0]}`));
}

function checkVariable({ body, name }: Block, used: ReadonlySet<string>): string[] {
  return [
    ...(body.type === undefined ? ['it has no type.'] : []),
    ...(body.description === undefined ? ['it has no description.'] : []),
    ...(used.has(`var.${name}`) ? [] : ['nothing uses it.']),
  ];
}

function checkCall({ body }: Block, module: Module, modules: readonly Module[]): string[] {
  const folder = normalize(join(module.folder, String(body.source)));
  const called = modules.find((each) => normalize(each.folder) === folder);
  if (called === undefined) return [`source: there is no module in ${folder}.`];
  const variables = called.blocks.filter(({ kind }) => kind === 'variable');
  const given = Object.keys(body).filter((name) => !metaArguments.includes(name));
  return [
    ...given
      .filter((name) => !variables.some((variable) => variable.name === name))
      .map((name) => `${name}: the module has no such variable.`),
    ...variables
      .filter((variable) => !('default' in variable.body) && !given.includes(variable.name))
      .map(({ name }) => `${name}: the module requires it.`),
  ];
}

function checkDeclaration(
  block: Block,
  module: Module,
  modules: readonly Module[],
  used: ReadonlySet<string>,
): string[] {
  if (block.kind === 'variable') return checkVariable(block, used);
  if (block.kind === 'module') return checkCall(block, module, modules);
  if (block.kind !== 'output' || block.body.description !== undefined) return [];
  return ['it has no description.'];
}

/** Checks that variables are typed, described and used, outputs described, locals used, and modules called as they are. */
export function checkDeclarations(module: Module, modules: readonly Module[]): Finding[] {
  const used = namesUsed(module);
  const idle = Object.keys(module.locals).filter((name) => !used.has(`local.${name}`));
  return [
    ...module.blocks.flatMap((block) =>
      checkDeclaration(block, module, modules, used).map(findingIn(block)),
    ),
    ...idle.map((name) => ({
      file: module.folder,
      at: `local.${name}`,
      message: 'nothing uses it.',
    })),
  ];
}
