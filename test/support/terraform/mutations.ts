import type { FunctionManifest } from '../../../scripts/function-manifest.ts';
import type { BlockSchema } from '../../../scripts/terraform/block-schema.ts';
import type { Configuration } from '../../../scripts/terraform/check/check-configuration.ts';
import { addressOf } from '../../../scripts/terraform/check/finding.ts';
import {
  asBodies,
  type Block,
  type Body,
  type Module,
} from '../../../scripts/terraform/configuration.ts';
import { findSchema } from '../../../scripts/terraform/schemas.ts';

/** One fault that is made on purpose. */
export interface Mutation {
  readonly what: string;
  readonly mutated: Configuration;
}

const rename = (body: Body, name: string): Body =>
  Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key === name ? `${name}_x` : key, value]),
  );

/** A body with one name misspelt, for each of its names and those of the blocks in it. */
function* misspell(
  body: Body,
  schema: BlockSchema,
): Generator<readonly [path: string, body: Body]> {
  for (const [name, value] of Object.entries(body)) {
    const block = schema.blocks[name];
    if (block !== undefined || name in schema.attributes) yield [name, rename(body, name)];
    if (block === undefined) continue;
    const bodies = asBodies(value);
    for (const [at, each] of bodies.entries()) {
      for (const [path, changed] of misspell(each, block)) {
        yield [`${name}.${path}`, { ...body, [name]: bodies.with(at, changed) }];
      }
    }
  }
}

function* misspellDynamic(body: Body, schema: BlockSchema) {
  const dynamic = (body.dynamic ?? {}) as Body;
  for (const [name, value] of Object.entries(dynamic)) {
    const block = schema.blocks[name];
    const [each] = asBodies(value);
    const [content] = asBodies(each?.content);
    if (block === undefined || each === undefined || content === undefined) continue;
    for (const [path, changed] of misspell(content, block)) {
      const mutated = { ...dynamic, [name]: [{ ...each, content: [changed] }] };
      yield [`dynamic.${name}.${path}`, { ...body, dynamic: mutated }] as const;
    }
  }
}

function* misspellBlock(block: Block): Generator<readonly [path: string, block: Block]> {
  if (block.kind !== 'resource' && block.kind !== 'data') return;
  const schema = findSchema(block.kind, block.type);
  if (schema === undefined) return;
  for (const [path, body] of misspell(block.body, schema)) yield [path, { ...block, body }];
  for (const [path, body] of misspellDynamic(block.body, schema)) yield [path, { ...block, body }];
}

function withModule(
  { modules, manifests }: Configuration,
  from: Module,
  to: Module,
): Configuration {
  return { modules: modules.map((each) => (each === from ? to : each)), manifests };
}

/** Every argument and block of every resource and data source, misspelt. */
export function* misspeltArguments(configuration: Configuration): Generator<Mutation> {
  for (const module of configuration.modules) {
    for (const [at, block] of module.blocks.entries()) {
      for (const [path, changed] of misspellBlock(block)) {
        const mutated = { ...module, blocks: module.blocks.with(at, changed) };
        yield {
          what: `${block.file}: ${addressOf(block)}: ${path} misspelt`,
          mutated: withModule(configuration, module, mutated),
        };
      }
    }
  }
}

/** Every variable, output that is read, grant and module call, removed. */
export function* removedBlocks(
  configuration: Configuration,
  isRemoved: (block: Block) => boolean,
): Generator<Mutation> {
  for (const module of configuration.modules) {
    for (const block of module.blocks.filter(isRemoved)) {
      const mutated = { ...module, blocks: module.blocks.filter((each) => each !== block) };
      yield {
        what: `${block.file}: ${addressOf(block)} removed`,
        mutated: withModule(configuration, module, mutated),
      };
    }
  }
}

/** Every value that a function's environment may come from, removed from `local.values`. */
export function* removedValues(configuration: Configuration): Generator<Mutation> {
  const root = configuration.modules.find(({ folder }) => folder === '');
  if (root === undefined) return;
  const values = root.locals.values as Body;
  for (const name of Object.keys(values)) {
    const { [name]: _removed, ...rest } = values;
    const mutated = { ...root, locals: { ...root.locals, values: rest } };
    yield {
      what: `local.values: ${name} removed`,
      mutated: withModule(configuration, root, mutated),
    };
  }
}

function withManifest({ modules, manifests }: Configuration, to: FunctionManifest): Configuration {
  return { modules, manifests: manifests.map((each) => (each.name === to.name ? to : each)) };
}

/** Every role of every function.yaml, removed. */
export function* removedRoles(configuration: Configuration): Generator<Mutation> {
  for (const manifest of configuration.manifests) {
    for (const role of manifest.roles) {
      const roles = manifest.roles.filter((each) => each !== role);
      yield {
        what: `${manifest.name}: ${role.role} on ${role.on} removed`,
        mutated: withManifest(configuration, { ...manifest, roles }),
      };
    }
  }
}
