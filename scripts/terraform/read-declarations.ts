import type { AttributeUse, BlockSchema, NestedBlockSchema } from './block-schema.ts';

/** One property of an interface, or one getter of a class, in a package's declarations. */
interface Member {
  readonly name: string;
  readonly isOptional: boolean;
  /** The interface of the block; undefined for an attribute. */
  readonly block: string | undefined;
}

const property =
  /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*readonly (\w+)(\??): ([^;{]+|\{[^}]*\})(?:\[\])?[^;]*;/g;
const getter = /^ {4}get (\w+)\(\):/gm;
/** What every class of the generator has, of no meaning to the resource. */
const ownGetters = new Set(['internalValue', 'fqn']);

const snakeCase = (name: string) =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/^_/, '');

function bodyOf(declarations: string, head: RegExp): string {
  const found = new RegExp(`^export ${head.source}[^\\n]*\\{\\n([\\s\\S]*?)^\\}`, 'm');
  return found.exec(declarations)?.[1] ?? '';
}

function readMembers(declarations: string, name: string): Member[] {
  const body = bodyOf(declarations, new RegExp(`interface ${name}\\b`));
  return [...body.matchAll(property)].map(([, comment = '', member = '', optional, type = '']) => ({
    name: /#(\w+) \w+#\w+\}/.exec(comment)?.[1] ?? snakeCase(member),
    isOptional: optional === '?',
    block: / block$/m.test(comment) ? /^\w+/.exec(type)?.[0] : undefined,
  }));
}

function readGetters(declarations: string, className: string): string[] {
  const body = bodyOf(declarations, new RegExp(`declare class ${className}\\b`));
  return [...body.matchAll(getter)]
    .flatMap(([, name = '']) => name)
    .filter((name) => !name.endsWith('Input') && !ownGetters.has(name))
    .map(snakeCase);
}

function readBlock(declarations: string, name: string, className: string): BlockSchema {
  const attributes: Record<string, AttributeUse> = {};
  const blocks: Record<string, NestedBlockSchema> = {};
  for (const { name: member, isOptional, block } of readMembers(declarations, name)) {
    if (block === undefined) attributes[member] = isOptional ? 'optional' : 'required';
    else {
      const schema = readBlock(declarations, block, `${block}OutputReference`);
      blocks[member] = { isRequired: !isOptional, ...schema };
    }
  }
  for (const member of readGetters(declarations, className)) {
    if (!(member in blocks)) attributes[member] ??= 'computed';
  }
  return { attributes, blocks };
}

/**
 * What a resource may hold, read from the declarations (`index.d.ts`) that a package of the provider
 * has for it. Throws where they hold no such class.
 */
export function readDeclarations(declarations: string): BlockSchema {
  const className =
    /^export declare class (\w+) extends cdktf\.Terraform(?:Resource|DataSource)\b/m;
  const name = className.exec(declarations)?.[1];
  if (name === undefined) throw new Error('The declarations hold no resource.');
  return readBlock(declarations, `${name}Config`, name);
}
