import { randomInt } from 'node:crypto';
import * as z from 'zod';
import { readEndpoints } from './local/read-endpoints.ts';
import { steps } from './smoke/steps.ts';
import { openSuite, type Suite } from './smoke/suite.ts';

const usage = `npm run smoke -- URL|FILE

  Walks the main job against the suite at URL, or at the functions' URLs in FILE (terraform output -json
  function_urls), and leaves no row, object or entity behind. What it tried stays in the ledger and the
  history. Signs in as CUTOVER_USERNAME with CUTOVER_PASSWORD (an admin), or as the local cloud's user.
  GOOGLE_ID_TOKEN goes along where Google's own check comes first.`;

/** Who may sign in to the local cloud, where it is the suite at `place`. */
function localLogin(place: string) {
  const endpoints = readEndpoints(process.env);
  return endpoints?.gateway === place.replace(/\/$/, '') ? endpoints.login : undefined;
}

const tokenSchema = z.object({ access_token: z.string() });

async function signIn(suite: Suite, place: string): Promise<string> {
  const { CUTOVER_USERNAME: username, CUTOVER_PASSWORD: password } = process.env;
  const login = username && password ? { username, password } : localLogin(place);
  if (login === undefined) throw new Error(`Nobody to sign in as.\n\n${usage}`);
  const { status, text } = await suite.call('POST', '/auth/token', { body: login });
  if (status !== 200) throw new Error(`Signing in is answered with ${status}: ${text}`);
  return tokenSchema.parse(JSON.parse(text)).access_token;
}

async function walk(place: string): Promise<void> {
  const suite = openSuite(place, process.env.GOOGLE_ID_TOKEN);
  const visit = {
    suite,
    token: await signIn(suite, place),
    id: randomInt(1_000_000_000, 2_000_000_000),
  };
  for (const { what, run } of steps) {
    const startedAt = performance.now();
    const seen = await run(visit).catch((error: Error) => {
      throw new Error(`${what}: ${error.message}`, { cause: error });
    });
    console.log(`${what.padEnd(16)} ${seen} (${Math.round(performance.now() - startedAt)} ms)`);
  }
  console.log('The suite works.');
}

try {
  const [place, ...more] = process.argv.slice(2);
  if (place === undefined || more.length > 0) throw new Error(usage);
  await walk(place);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
