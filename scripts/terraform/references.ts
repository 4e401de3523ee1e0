import { getExpressionAst, type SyntaxNode } from './hcl2json.ts';

/** A name that an expression takes its value from: `var.project` is root `var`, path `['project']`. */
export interface Reference {
  readonly root: string;
  /** What follows by dots; indexes and splats are left out. */
  readonly path: readonly string[];
}

interface Read {
  readonly references: readonly Reference[];
  /** The one of them that is the value itself, or that its attributes are taken from. */
  readonly source?: Reference;
}

const steps = ({ meta }: SyntaxNode) =>
  (meta?.traversal ?? [])
    .filter(({ type }) => type === 'nameTraversal')
    .map(({ segment }) => segment);

const isPassedOn = (type: string) => ['index', 'splat', 'parentheses'].includes(type);

/** The attributes that a node takes from its first child: `x[each.key].url`, `x[*].url`. */
function pathFromSource({ type, children }: SyntaxNode, own: readonly string[]): readonly string[] {
  if (type === 'relativeTraversal') return own;
  const [, each] = children;
  return type === 'splat' && each?.type === 'relativeTraversal' ? steps(each) : [];
}

function readNode(node: SyntaxNode, bound: ReadonlySet<string>): Read {
  const { type, children, meta } = node;
  const inner = new Set([...bound, meta?.keyVar ?? '', meta?.valVar ?? '']);
  const [first, ...others] = children.map((child) => readNode(child, inner));
  const [root, ...path] = steps(node);
  if (type === 'scopeTraversal' && root !== undefined) {
    const source = { root, path };
    return bound.has(root) ? { references: [] } : { references: [source], source };
  }
  const references = [first, ...others].flatMap((read) => read?.references ?? []);
  const from = first?.source;
  if (from === undefined || !(type === 'relativeTraversal' || isPassedOn(type)))
    return { references };
  const source = { ...from, path: [...from.path, ...pathFromSource(node, steps(node))] };
  return { references: references.map((each) => (each === from ? source : each)), source };
}

const known = new Map<string, readonly Reference[]>();

/** The references in a template: a text as hcl2json gives it, with its expressions in `${…}`. */
export async function readReferences(template: string): Promise<readonly Reference[]> {
  if (!/[$%]\{/.test(template)) return [];
  const found = known.get(template);
  if (found !== undefined) return found;
  const tree = await getExpressionAst('expression', `<<TEMPLATE\n${template}\nTEMPLATE\n`);
  const { references } = readNode(tree, new Set());
  known.set(template, references);
  return references;
}
