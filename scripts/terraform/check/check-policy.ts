import type { Block, Module } from '../configuration.ts';
import { findSchema } from '../schemas.ts';
import { referencesIn } from './check-references.ts';
import { type Finding, findingIn } from './finding.ts';

/** Who or what is never let in, or made, anywhere. */
const forbidden = /\b(allUsers|allAuthenticatedUsers|roles\/(?:editor|owner|viewer))\b/;
const keyFile = 'google_service_account_key';
/** Attributes that hold a secret in the clear. */
const secretAttributes = ['password', 'secret_data', 'private_key', 'result'];

function checkResource({ kind, type, body }: Block): string[] {
  const word = forbidden.exec(JSON.stringify(body))?.[0];
  const isLabelled = kind !== 'resource' || 'labels' in body;
  const takesLabels = findSchema('resource', type)?.attributes.labels !== undefined;
  return [
    ...(word === undefined ? [] : [`${word} is never to be granted.`]),
    ...(type === keyFile ? ['key files are never to be made.'] : []),
    ...(takesLabels && !isLabelled ? ['it has no labels.'] : []),
  ];
}

function checkOutput({ body }: Block, module: Module): string[] {
  return referencesIn(body.value, module)
    .filter(({ path }) => path.some((name) => secretAttributes.includes(name)))
    .map(({ root, path }) => `${[root, ...path].join('.')} is a secret; an output shows it.`);
}

/** Checks what we never do: grant to everyone, broad roles, key files, secrets in outputs, resources without labels. */
export function checkPolicy(module: Module): Finding[] {
  return module.blocks.flatMap((block) =>
    (block.kind === 'output' ? checkOutput(block, module) : checkResource(block)).map(
      findingIn(block),
    ),
  );
}
