import { join, normalize } from 'node:path';
import type { Block, Body, Module } from '../configuration.ts';
import type { Reference } from '../references.ts';
import { findSchema } from '../schemas.ts';
import { type Finding, findingIn } from './finding.ts';

/** Values that Terraform itself gives. */
const ownRoots = ['each', 'self', 'count', 'path', 'terraform'];

/** Every text in a value, with the names of the `dynamic` blocks that stand around it. */
function* textsIn(
  value: unknown,
  iterators: readonly string[] = [],
): Generator<[string, readonly string[]]> {
  if (typeof value === 'string') yield [value, iterators];
  if (typeof value !== 'object' || value === null) return;
  for (const [name, each] of Object.entries(value as Body)) {
    // Names of the resource's own arguments, which the provider's schema does not rule.
    if (name === 'ignore_changes') continue;
    const inner = name === 'dynamic' ? Object.keys(each as Body) : [];
    yield* textsIn(each, [...iterators, ...inner]);
  }
}

/** The references in a value of a module. */
export function referencesIn(value: unknown, { references }: Module): Reference[] {
  return [...textsIn(value)].flatMap(([text, iterators]) =>
    (references.get(text) ?? []).filter(({ root }) => !iterators.includes(root)),
  );
}

const nameOf = ({ root, path }: Reference) => [root, ...path].join('.');

function findBlock(module: Module, kind: Block['kind'], type: string, name: string | undefined) {
  return module.blocks.find(
    (each) => each.kind === kind && each.type === type && each.name === name,
  );
}

function resolveProvided(module: Module, kind: 'resource' | 'data', path: readonly string[]) {
  const [type = '', name, attribute] = path;
  if (findBlock(module, kind, type, name) === undefined) return false;
  const schema = findSchema(kind, type);
  if (attribute === undefined || schema === undefined) return true;
  return attribute in schema.attributes || attribute in schema.blocks;
}

function resolveOutput(
  module: Module,
  modules: readonly Module[],
  [name, output]: readonly string[],
) {
  const call = findBlock(module, 'module', '', name);
  if (call === undefined) return false;
  const folder = normalize(join(module.folder, String(call.body.source)));
  const called = modules.find((each) => normalize(each.folder) === folder);
  return (
    output === undefined ||
    called === undefined ||
    findBlock(called, 'output', '', output) !== undefined
  );
}

function resolves(reference: Reference, module: Module, modules: readonly Module[]): boolean {
  const { root, path } = reference;
  const [name = ''] = path;
  if (ownRoots.includes(root)) return true;
  if (root === 'var') return findBlock(module, 'variable', '', name) !== undefined;
  if (root === 'local') return name in module.locals;
  if (root === 'module') return resolveOutput(module, modules, path);
  if (root === 'data') return resolveProvided(module, 'data', path);
  if (root === 'ephemeral') return findBlock(module, 'ephemeral', name, path[1]) !== undefined;
  return resolveProvided(module, 'resource', [root, ...path]);
}

/** Checks that whatever an expression names is there. */
export function checkReferences(module: Module, modules: readonly Module[]): Finding[] {
  const lost = (value: unknown) =>
    referencesIn(value, module)
      .filter((reference) => !resolves(reference, module, modules))
      .map((reference) => `${nameOf(reference)}: there is no such thing.`);
  const inBlocks = module.blocks.flatMap((block) => {
    const { type: _type, ...body } = block.body;
    return lost(block.kind === 'variable' ? body : block.body).map(findingIn(block));
  });
  const inLocals = Object.entries(module.locals).flatMap(([name, value]) =>
    lost(value).map((message) => ({ file: module.folder, at: `local.${name}`, message })),
  );
  return [...inBlocks, ...inLocals];
}
