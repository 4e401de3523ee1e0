import { createConfig, lintFromString } from '@redocly/openapi-core';
import { makeDocument } from '../../scripts/openapi/make-document.ts';
import { readJson, readText } from '../support/repository.ts';

const file = 'functions/serve-console/openapi.json';

const rules = {
  // `/backups/batch` fits two of them; the plainer path is meant, as match-routes.ts has it.
  'no-ambiguous-paths': 'off',
  // `/` leads elsewhere.
  'operation-2xx-response': 'off',
} as const;

describe('the OpenAPI document', () => {
  it('is that of the routes as they stand (npm run openapi writes it)', async () => {
    expect(JSON.parse(JSON.stringify(await makeDocument()))).toEqual(readJson(file));
  });

  it('passes a linter', async () => {
    const config = await createConfig({ extends: ['recommended-strict'], rules });
    const faults = await lintFromString({ source: readText(file), absoluteRef: file, config });
    const told = faults.map(
      ({ ruleId, message, location: [at] }) => `${ruleId} at ${at?.pointer}: ${message}`,
    );
    expect(told).toEqual([]);
  });
});
