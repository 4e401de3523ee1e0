import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { healthRoute } from '../../shared/src/runtime/health-route.ts';
import type { Route } from '../../shared/src/runtime/route.ts';
import { functionsFolder, readFunctionManifests } from '../function-manifest.ts';

/** One route of a function, as the documentation sees it. */
export interface Operation extends Omit<Route<never>, 'answer'> {
  readonly tag: string;
  /** Its name in generated clients. */
  readonly id: string;
}

export interface DocumentedFunction {
  readonly tag: string;
  readonly summary: string;
  readonly operations: readonly Operation[];
}

const words = (path: string) => path.match(/[A-Za-z0-9]+/g) ?? ['home'];
const capitalise = (word: string) => `${word[0]?.toUpperCase()}${word.slice(1)}`;

/** `GET /loads/{id}` is getLoadsId. */
export const operationId = (method: string, path: string): string =>
  [method.toLowerCase(), ...words(path).map(capitalise)].join('');

function document(tag: string, { answer: _, ...route }: Route<never>): Operation {
  return { ...route, tag, id: operationId(route.method, route.paths[0] ?? '') };
}

/** Every route of every function, and the one that all of them have. */
export async function listOperations(): Promise<DocumentedFunction[]> {
  const manifests = readFunctionManifests().filter(({ trigger }) => 'http' in trigger);
  const functions = manifests.map(async ({ name, summary }) => {
    const file = pathToFileURL(join(functionsFolder, name, 'src', 'handler.ts'));
    const { routes }: { routes: readonly Route<never>[] } = await import(file.href);
    return { tag: name, summary, operations: routes.map((route) => document(name, route)) };
  });
  const health = document(
    'every function',
    healthRoute(async () => {}),
  );
  const everywhere = { tag: health.tag, summary: 'What each has.', operations: [health] };
  return [...(await Promise.all(functions)), everywhere];
}
