import type { Block } from '../configuration.ts';

/** Something that Terraform or the provider would refuse, or that we do. */
export interface Finding {
  readonly file: string;
  /** The block, as Terraform names it. */
  readonly at: string;
  readonly message: string;
}

const prefixes = { variable: 'var.', output: 'output.', module: 'module.', data: 'data.' };

/** How Terraform names a block. */
export function addressOf({ kind, type, name }: Block): string {
  const prefix = kind in prefixes ? prefixes[kind as keyof typeof prefixes] : '';
  return `${prefix}${type === '' ? '' : `${type}.`}${name}`;
}

/** Makes findings of a block. */
export function findingIn(block: Block): (message: string) => Finding {
  return (message) => ({ file: block.file, at: addressOf(block), message });
}
