import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { cutoverHome } from './cutover-home.ts';

/** What scripts need of endpoints.json. */
const endpointsSchema = z.object({
  gateway: z.string(),
  mysql: z.object({
    host: z.string(),
    port: z.int(),
    user: z.string(),
    password: z.string(),
    database: z.string(),
  }),
  login: z.object({ username: z.string(), password: z.string() }),
});

/** What the local cloud in CUTOVER_HOME says of itself; undefined where none runs. */
export function readEndpoints(
  environment: NodeJS.ProcessEnv,
): z.infer<typeof endpointsSchema> | undefined {
  try {
    const text = readFileSync(join(cutoverHome(environment), 'endpoints.json'), 'utf8');
    return endpointsSchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
