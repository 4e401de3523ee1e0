import { guardedEntry } from '@cutover/shared/entry/guarded-entry.ts';
import { http } from '@google-cloud/functions-framework';
import { configSchema } from './config.ts';
import { routes } from './handler.ts';
import { answerSignInPage } from './sign-in-page.ts';
import { tokenCookie } from './token-cookie.ts';

http(
  'serve-console',
  guardedEntry({
    name: 'serve-console',
    environment: process.env,
    configSchema,
    loadWiring: () => import('./build-ports.ts'),
    loadEnvelope: () => import('./build-ports.ts'),
    routes,
    signIn: { cookie: tokenCookie, page: answerSignInPage },
  }),
);
