import { createRequire } from 'node:module';

/** A node of an expression's syntax tree. */
export interface SyntaxNode {
  readonly type: string;
  readonly children: readonly SyntaxNode[];
  readonly meta?: {
    readonly traversal?: readonly { readonly type: string; readonly segment: string }[];
    readonly keyVar?: string;
    readonly valVar?: string;
  };
}

interface Hcl2json {
  /** Rejects, naming line and column, what is no HCL. */
  parse(file: string, text: string): Promise<Readonly<Record<string, unknown>>>;
  getExpressionAst(file: string, expression: string): Promise<SyntaxNode>;
}

/** HashiCorp's own parser. It is required, because its declarations bring a browser's types along. */
export const { parse, getExpressionAst } = createRequire(import.meta.url)(
  '@cdktf/hcl2json',
) as Hcl2json;
