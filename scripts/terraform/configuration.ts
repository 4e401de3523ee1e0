import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parse } from './hcl2json.ts';
import { type Reference, readReferences } from './references.ts';

/** A body of Terraform's language as hcl2json gives it: blocks are lists of bodies, expressions are `${…}`. */
export type Body = Readonly<Record<string, unknown>>;

export type BlockKind = 'resource' | 'data' | 'module' | 'variable' | 'output' | 'ephemeral';

/** A named block at the top of a file. */
export interface Block {
  readonly file: string;
  readonly kind: BlockKind;
  /** The provider's type; empty for blocks that have none. */
  readonly type: string;
  readonly name: string;
  readonly body: Body;
}

/** One folder of *.tf files: what Terraform calls a module. */
export interface Module {
  readonly folder: string;
  readonly blocks: readonly Block[];
  /** Expressions of `locals`, by name. */
  readonly locals: Readonly<Record<string, unknown>>;
  /** Everything as it was parsed, by file: for what is looked for anywhere. */
  readonly files: Readonly<Record<string, Body>>;
  /** What each text in them refers to. */
  readonly references: ReadonlyMap<string, readonly Reference[]>;
}

const typedKinds: readonly BlockKind[] = ['resource', 'data', 'ephemeral'];
const untypedKinds: readonly BlockKind[] = ['module', 'variable', 'output'];

const entries = (value: unknown) => Object.entries((value ?? {}) as Record<string, unknown>);
/** The bodies of blocks of one name: hcl2json gives a list of them, or the one there is. */
export const asBodies = (value: unknown): Body[] =>
  (Array.isArray(value) ? value : [value]) as Body[];

function readBlocks(file: string, parsed: Body): Block[] {
  const untyped = untypedKinds.flatMap((kind) =>
    entries(parsed[kind]).flatMap(([name, found]) =>
      asBodies(found).map((body) => ({ file, kind, type: '', name, body })),
    ),
  );
  const typed = typedKinds.flatMap((kind) =>
    entries(parsed[kind]).flatMap(([type, named]) =>
      entries(named).flatMap(([name, found]) =>
        asBodies(found).map((body) => ({ file, kind, type, name, body })),
      ),
    ),
  );
  return [...untyped, ...typed];
}

/** Every folder below `root` with *.tf files in it. */
export function listModules(root: string): string[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const folders = files
    .filter((file) => file.endsWith('.tf'))
    .map((file) => join(root, file, '..'));
  return [...new Set(folders)].sort();
}

/** The texts of a folder's *.tf files, by their paths. */
export function readTexts(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.tf'));
  return Object.fromEntries(
    names.map((name) => [join(folder, name), readFileSync(join(folder, name), 'utf8')]),
  );
}

/** Every text in a value. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  if (typeof value !== 'object' || value === null) return;
  for (const each of Object.values(value)) yield* textsIn(each);
}

async function readAllReferences(files: Readonly<Record<string, Body>>) {
  const references = new Map<string, readonly Reference[]>();
  for (const text of textsIn(files)) references.set(text, await readReferences(text));
  return references;
}

/** Parses a module's files. Rejects, naming file and line, what is no HCL. */
export async function parseModule(
  root: string,
  folder: string,
  texts: Readonly<Record<string, string>>,
): Promise<Module> {
  const files: Record<string, Body> = {};
  for (const [path, text] of Object.entries(texts)) {
    files[relative(root, path)] = await parse(basename(path), text);
  }
  const parsed = Object.entries(files);
  const locals = parsed.flatMap(([, body]) => asBodies(body.locals ?? []).flatMap(entries));
  return {
    folder: relative(root, folder),
    blocks: parsed.flatMap(([file, body]) => readBlocks(file, body)),
    locals: Object.fromEntries(locals),
    files,
    references: await readAllReferences(files),
  };
}
