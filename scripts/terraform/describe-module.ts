import type { FunctionManifest } from '../function-manifest.ts';
import type { Block, Module } from './configuration.ts';

const cell = (value: unknown) =>
  String(value ?? '')
    .replaceAll('|', '\\|')
    .replace(/\s+/g, ' ');
/** hcl2json writes expressions as `${…}`. */
const expression = (value: unknown) =>
  typeof value === 'string' ? value.replace(/^\$\{([\s\S]*)\}$/, '$1') : JSON.stringify(value);
const row = (...cells: unknown[]) => `| ${cells.map(cell).join(' | ')} |`;

function table(head: readonly string[], rows: readonly string[]): string {
  return [row(...head), row(...head.map(() => '---')), ...rows].join('\n');
}

function describeDefault({ body }: Block): string {
  if (!('default' in body)) return 'required';
  return body.default === null ? 'none' : `\`${expression(body.default)}\``;
}

/** The first words of an object's type say enough; its fields stand in the file. */
const describeType = ({ body }: Block) => {
  const type = expression(body.type);
  return `\`${type.replace(/^(map\()?object\([\s\S]*$/, (_all, outer = '') => `${outer}object${outer === '' ? '' : ')'}`)}\``;
};

const byName = (a: Block, b: Block) => (a.name < b.name ? -1 : 1);
const blocksOf = ({ blocks }: Module, kind: Block['kind']) =>
  blocks.filter((block) => block.kind === kind).sort(byName);

/** Markdown tables of a module's variables, outputs and what it makes. */
export function describeModule(
  module: Module,
): Readonly<Record<'variables' | 'outputs' | 'resources', string>> {
  const variables = blocksOf(module, 'variable').map((block) =>
    row(`\`${block.name}\``, describeType(block), describeDefault(block), block.body.description),
  );
  const outputs = blocksOf(module, 'output').map(({ name, body }) =>
    row(`\`${name}\``, body.description),
  );
  const files = Map.groupBy(blocksOf(module, 'resource'), ({ file }) => file);
  const resources = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, blocks]) =>
      row(
        `[${file}](${file})`,
        [...new Set(blocks.map(({ type }) => `\`${type}\``))].sort().join(', '),
      ),
    );
  return {
    variables: table(['variable', 'type', 'default', 'what for'], variables),
    outputs: table(['output', 'what it is'], outputs),
    resources: table(['file', 'makes'], resources),
  };
}

/** A markdown table of what each function may do, and why. */
export function describeGrants(manifests: readonly FunctionManifest[]): string {
  const rows = manifests.flatMap(({ name, roles }) =>
    roles.map(({ role, on, reason }) => row(name, `\`${role}\``, on, reason)),
  );
  return table(['function', 'role', 'on', 'because it'], rows);
}

/** Puts the tables between their marks (`<!-- variables -->` … `<!-- end -->`) in a text. */
export function fillTables(text: string, tables: Readonly<Record<string, string>>): string {
  return Object.entries(tables).reduce(
    (filled, [name, content]) =>
      filled.replace(
        new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- end -->)`),
        (_match, begin: string, end: string) => `${begin}\n${content}\n\n${end}`,
      ),
    text,
  );
}
