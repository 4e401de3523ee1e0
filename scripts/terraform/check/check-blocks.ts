import type { BlockSchema } from '../block-schema.ts';
import { asBodies, type Block, type Body, type Module } from '../configuration.ts';
import { findSchema } from '../schemas.ts';
import { type Finding, findingIn } from './finding.ts';

/** Terraform's own arguments of every resource and data source. */
const metaArguments = ['count', 'for_each', 'provider', 'depends_on', 'lifecycle', 'provisioner'];

/** Blocks of a body by their names; those that `dynamic` makes are among them. */
function nestedBlocks(body: Body, schema: BlockSchema): (readonly [name: string, body: Body])[] {
  const plain = Object.entries(body)
    .filter(([name]) => name in schema.blocks)
    .flatMap(([name, value]) => asBodies(value).map((each) => [name, each] as const));
  const dynamic = Object.entries((body.dynamic ?? {}) as Body).flatMap(([name, value]) =>
    asBodies(value).flatMap(({ content }) =>
      asBodies(content).map((each) => [name, each] as const),
    ),
  );
  return [...plain, ...dynamic];
}

function checkNames(body: Body, schema: BlockSchema, where: string): string[] {
  return Object.keys(body).flatMap((name) => {
    if (name === 'dynamic' || name in schema.blocks) return [];
    const use = schema.attributes[name];
    if (use === undefined) return [`${where}${name}: the provider knows no such argument.`];
    return use === 'computed' ? [`${where}${name}: it can be read, not set.`] : [];
  });
}

function checkRequired(body: Body, schema: BlockSchema, where: string): string[] {
  const present = new Set(nestedBlocks(body, schema).map(([name]) => name));
  const missing = [
    ...Object.entries(schema.attributes).filter(
      ([name, use]) => use === 'required' && !(name in body),
    ),
    ...Object.entries(schema.blocks).filter(
      ([name, { isRequired }]) => isRequired && !present.has(name),
    ),
  ];
  return missing.map(([name]) => `${where}${name}: the provider requires it.`);
}

function checkBody(body: Body, schema: BlockSchema, where: string): string[] {
  const nested = nestedBlocks(body, schema).flatMap(([name, each]) => {
    const inner = schema.blocks[name];
    if (inner === undefined) return [`${where}${name}: the provider knows no such block.`];
    return checkBody(each, inner, `${where}${name}.`);
  });
  return [...checkNames(body, schema, where), ...checkRequired(body, schema, where), ...nested];
}

function checkBlock(block: Block): string[] {
  if (block.kind !== 'resource' && block.kind !== 'data') return [];
  const schema = findSchema(block.kind, block.type);
  if (schema === undefined) {
    return ['its schema is not kept here; npm run terraform-schemas brings it, if there is one.'];
  }
  const own = Object.entries(block.body).filter(([name]) => !metaArguments.includes(name));
  return checkBody(Object.fromEntries(own), schema, '');
}

/** Checks arguments and blocks of resources and data sources against the provider's schema. */
export function checkBlocks({ blocks }: Module): Finding[] {
  return blocks.flatMap((block) => checkBlock(block).map(findingIn(block)));
}
