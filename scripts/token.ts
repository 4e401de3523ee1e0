import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { fetchToken } from './fetch-token.ts';
import { cutoverHome } from './local/cutover-home.ts';

const endpointsSchema = z.object({
  gateway: z.string(),
  login: z.object({ username: z.string(), password: z.string() }),
});

/** Prints a bearer token of the local cloud that runs in CUTOVER_HOME: TOKEN=$(npm run -s token). */
async function run(): Promise<string> {
  const file = join(cutoverHome(process.env), 'endpoints.json');
  if (!existsSync(file)) throw new Error('No local cloud runs here; npm start starts it.');
  const { gateway, login } = endpointsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return fetchToken(gateway, login);
}

try {
  console.log(await run());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
