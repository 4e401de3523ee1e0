import { signIn } from '@cutover/shared/domain/access/sign-in.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { type Route, route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { credentialsSchema } from './credentials-body.ts';
import { keysDocumentation, tokenDocumentation } from './documentation.ts';
import type { Ports } from './ports.ts';
import { readAddress } from './read-address.ts';

const tokenRoute = route({
  method: 'POST',
  paths: ['/auth/token', '/api/v1/login/access-token'],
  access: 'public',
  summary: 'A bearer token for a user name and a password',
  query: z.strictObject({}),
  body: credentialsSchema,
  form: true,
  documentation: tokenDocumentation,
  run: async (ports: Ports, { body, headers, log }) => {
    const { username, password, jwk } = body;
    const forwardedFor = [headers['x-forwarded-for'] ?? []].flat().join(',');
    const address = readAddress(forwardedFor, ports.forwardedHops);
    const key = jwk === undefined ? {} : { key: jwk };
    const { token, seconds, role } = await signIn(ports, { username, password, address, ...key });
    log.info({ user: username, role }, 'signed in');
    const answer = { access_token: token, token_type: 'bearer', expires_in: seconds, role };
    return answerJson(answer, jwk === undefined ? {} : { sealTo: jwk });
  },
});

const keysRoute = route({
  method: 'GET',
  paths: ['/.well-known/jwks.json'],
  access: 'public',
  summary:
    'The public keys that verify tokens of the suite, and those that bodies are encrypted to',
  query: z.strictObject({}),
  documentation: keysDocumentation,
  run: async ({ keys }: Ports) =>
    answerJson(keys, { headers: { 'cache-control': 'public, max-age=300' } }),
});

export const routes: readonly Route<Ports>[] = [tokenRoute, keysRoute];
