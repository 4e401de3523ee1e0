import { AppError } from '@cutover/shared/domain/app-error.ts';
import { type Route, route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { answerDocsPage } from './docs-page.ts';
import type { Ports } from './ports.ts';

const noQuery = z.strictObject({});

/** The files that the page loads. */
const mediaTypes: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
};

const homeRoute = route({
  method: 'GET',
  paths: ['/'],
  access: 'viewer',
  summary: 'Leads to the API documentation',
  query: noQuery,
  produces: ['text/html'],
  documentation: {
    answers: { 302: { description: 'To the documentation.', headers: { location: '/docs' } } },
    examples: [{ summary: 'The home page', status: 302 }],
  },
  run: async (_ports: Ports) => ({
    status: 302,
    type: 'text/html; charset=utf-8',
    body: '',
    headers: { location: '/docs' },
  }),
});

const docsRoute = route({
  method: 'GET',
  paths: ['/docs'],
  access: 'viewer',
  summary: 'The API documentation, as a page on which calls can be tried out',
  query: noQuery,
  produces: ['text/html'],
  documentation: {
    answers: { 200: { description: 'The page.' } },
    examples: [{ summary: 'The page' }],
  },
  run: async (_ports: Ports) => answerDocsPage(),
});

const assetRoute = route({
  method: 'GET',
  paths: ['/docs/{file}'],
  access: 'viewer',
  summary: 'A file of the documentation’s page',
  query: noQuery,
  produces: Object.values(mediaTypes),
  documentation: {
    answers: { 200: { description: 'The file.' } },
    problems: ['not-found'],
    examples: [{ summary: 'The style', path: { file: 'swagger-ui.css' } }],
  },
  run: async ({ readAsset }: Ports, { parameters: { file = '' } }) => {
    const type = Object.hasOwn(mediaTypes, file) ? mediaTypes[file] : undefined;
    if (type === undefined) {
      const known = Object.keys(mediaTypes).join(', ');
      throw new AppError('not-found', `There is no file ${file}; there are ${known}.`);
    }
    return { type: `${type}; charset=utf-8`, body: await readAsset(file) };
  },
});

const documentRoute = route({
  method: 'GET',
  paths: ['/openapi.json'],
  access: 'viewer',
  summary: 'The API’s description in OpenAPI 3.1',
  query: noQuery,
  documentation: {
    answers: {
      200: { description: 'This document.', schema: z.looseObject({ openapi: z.string() }) },
    },
    examples: [{ summary: 'The document' }],
  },
  run: async ({ readDocument }: Ports) => ({
    type: 'application/json; charset=utf-8',
    body: await readDocument(),
  }),
});

export const routes: readonly Route<Ports>[] = [homeRoute, docsRoute, assetRoute, documentRoute];
