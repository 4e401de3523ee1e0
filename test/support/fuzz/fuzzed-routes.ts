import type { Route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { readFunctionManifests } from '../../../scripts/function-manifest.ts';
import type { JsonSchema } from './sensible-values.ts';

/** A route by one of its paths, with all that it documents of its requests. */
export interface FuzzedRoute {
  readonly function: string;
  readonly method: string;
  readonly path: string;
  readonly query: JsonSchema;
  /** Undefined where it takes none, or a file. */
  readonly body: JsonSchema | undefined;
  /** The media types that a body may have. */
  readonly takes: readonly string[];
}

const jsonSchemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

/** The routes of every function that answers HTTP, from their own route tables: a new one is there by itself. */
export async function readFuzzedRoutes(): Promise<FuzzedRoute[]> {
  const manifests = readFunctionManifests().filter(({ trigger }) => 'http' in trigger);
  const tables = manifests.map(async ({ name }): Promise<FuzzedRoute[]> => {
    const module: { routes: readonly Route<object>[] } = await import(
      `../../../functions/${name}/src/handler.ts`
    );
    return module.routes.flatMap(({ method, paths, request }) => {
      const query = jsonSchemaOf(request.query);
      const body = request.body === undefined ? undefined : jsonSchemaOf(request.body);
      const { takes } = request;
      return paths.map((path) => ({ function: name, method, path, query, body, takes }));
    });
  });
  return (await Promise.all(tables)).flat();
}
