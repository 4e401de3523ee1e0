import { type FunctionManifest, readFunctionManifests } from '../../function-manifest.ts';
import { listModules, type Module, parseModule, readTexts } from '../configuration.ts';
import { checkBlocks } from './check-blocks.ts';
import { checkDeclarations } from './check-declarations.ts';
import { checkManifests } from './check-manifests.ts';
import { checkPolicy } from './check-policy.ts';
import { checkReferences } from './check-references.ts';
import type { Finding } from './finding.ts';

/** Terraform's modules below a folder, and the functions that they deploy. */
export interface Configuration {
  readonly modules: readonly Module[];
  readonly manifests: readonly FunctionManifest[];
}

/** Parses every module below a folder, and reads every function.yaml. */
export async function readConfiguration(root: string): Promise<Configuration> {
  const modules = await Promise.all(
    listModules(root).map((folder) => parseModule(root, folder, readTexts(folder))),
  );
  return { modules, manifests: readFunctionManifests() };
}

/** What is wrong with a configuration, as far as it shows without a provider or an account. */
export function checkConfiguration({ modules, manifests }: Configuration): Finding[] {
  const inModules = modules.flatMap((module) => [
    ...checkBlocks(module),
    ...checkReferences(module, modules),
    ...checkDeclarations(module, modules),
    ...checkPolicy(module),
  ]);
  return [...inModules, ...checkManifests(modules, manifests)];
}
