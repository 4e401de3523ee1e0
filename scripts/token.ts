import { fetchToken } from './fetch-token.ts';
import { readEndpoints } from './local/read-endpoints.ts';

/** Prints a bearer token of the local cloud that runs in CUTOVER_HOME: TOKEN=$(npm run -s token). */
async function run(): Promise<string> {
  const endpoints = readEndpoints(process.env);
  if (endpoints === undefined) throw new Error('No local cloud runs here; npm start starts it.');
  return fetchToken(endpoints.gateway, endpoints.login);
}

try {
  console.log(await run());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
