import { roles } from '@cutover/shared/domain/access/role.ts';
import type { Documentation } from '@cutover/shared/runtime/documentation.ts';
import * as z from 'zod';

const tokenSchema = z.object({
  access_token: z.string(),
  token_type: z.literal('bearer'),
  expires_in: z.int().meta({ description: 'Seconds for which the token is good.' }),
  role: z.enum(roles),
});

export const tokenDocumentation: Documentation = {
  answers: { 200: { description: 'A token, good for a short time.', schema: tokenSchema } },
  problems: ['unauthenticated', 'too-many-requests'],
  examples: [
    {
      summary: 'User name and password',
      body: { username: 'admin', password: 'correct horse battery staple' },
      answer: {
        access_token: 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhZG1pbiJ9.c2lnbmF0dXJl',
        token_type: 'bearer',
        expires_in: 900,
        role: 'admin',
      },
    },
  ],
};

const keySchema = z.looseObject({ kty: z.string(), kid: z.string(), use: z.enum(['sig', 'enc']) });

export const keysDocumentation: Documentation = {
  answers: {
    200: { description: 'A JWKS (RFC 7517).', schema: z.object({ keys: z.array(keySchema) }) },
  },
  examples: [
    {
      summary: 'The keys',
      answer: {
        keys: [
          {
            kty: 'OKP',
            crv: 'Ed25519',
            x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
            kid: '2026-11-28-a1b2c3',
            alg: 'EdDSA',
            use: 'sig',
          },
        ],
      },
    },
  ],
};
