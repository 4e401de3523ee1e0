import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { repositoryRoot } from '../../scripts/local/cutover-home.ts';
import { trackedFiles } from '../support/tracked-files.ts';

const mostLines = 60;
const isFunction =
  /^(Function(Declaration|Expression)|ArrowFunctionExpression|(Class|Private)Method|Constructor|(Method|Getter|Setter)Property)$/;

interface MeasuredFunction {
  readonly line: number;
  readonly lines: number;
}

interface Syntax {
  readonly type?: string;
  readonly span?: { readonly start: number; readonly end: number };
}

/** Every function's lines without those of the functions in it, so that a closure is measured as its parts are. */
function measureFunctions(source: string): MeasuredFunction[] {
  // Positions count bytes from the first token, which the semicolon makes the file's first byte.
  const text = Buffer.from(`;${source}`);
  const tree = parseSync(text.toString(), { syntax: 'typescript', target: 'es2024' });
  const lineAt = (position: number) =>
    text
      .subarray(0, position - tree.span.start)
      .toString('latin1')
      .split('\n').length;
  const found: MeasuredFunction[] = [];
  const visit = (node: unknown): number => {
    if (typeof node !== 'object' || node === null) return 0;
    const inner = Object.values(node).reduce((sum: number, child) => sum + visit(child), 0);
    const { type, span } = node as Syntax;
    if (type === undefined || span === undefined || !isFunction.test(type)) return inner;
    const [first, last] = [lineAt(span.start), lineAt(span.end)];
    found.push({ line: first, lines: last - first + 1 - inner });
    return last - first;
  };
  visit(tree);
  return found;
}

describe('the length of functions', () => {
  it('is measured without the functions in them', () => {
    const source =
      "const é = '→';\nfunction a() {\n  const b = () => {\n    é();\n  };\n  b();\n}\n";
    expect(measureFunctions(source)).toEqual([
      { line: 3, lines: 3 },
      { line: 2, lines: 4 },
    ]);
  });

  it(`is at most ${mostLines} lines`, () => {
    const sources = trackedFiles().filter((file) =>
      /^(functions|scripts|shared)\/.*\.ts$/.test(file),
    );
    const long = sources.flatMap((file) =>
      measureFunctions(readFileSync(join(repositoryRoot, file), 'utf8'))
        .filter(({ lines }) => lines > mostLines)
        .map(({ line, lines }) => `${file}:${line} has ${lines} lines`),
    );
    expect(long).toEqual([]);
  });
});
