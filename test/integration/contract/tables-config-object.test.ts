import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Storage } from '@google-cloud/storage';
import { type RunningStorage, startStorage } from '../../../scripts/local/storage/start-storage.ts';
import { describeTable } from '../../../shared/src/adapters/mysql/describe-table.ts';
import {
  defaultTablesConfig,
  readTablesConfig,
} from '../../../shared/src/adapters/tables-config.ts';
import { rulesOf } from '../../../shared/src/domain/table-rules.ts';
import { createTestDatabase } from '../../support/database.ts';

describe('tables.yaml in a bucket', () => {
  let folder: string;
  let server: RunningStorage;
  let storage: Storage;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tables-config-'));
    server = await startStorage({
      folder: join(folder, 'buckets'),
      metadataFolder: join(folder, 'metadata'),
      port: 0,
      buckets: ['settings'],
      onFinalized: async () => {},
    });
    storage = new Storage({ projectId: 'nowhere', apiEndpoint: server.url });
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  it('is read from the object that TABLES_CONFIG names', async () => {
    await storage.bucket('settings').file('hr/tables.yaml').save('jobs: { conflict: update }');
    expect(await readTablesConfig('gs://settings/hr/tables.yaml', storage)).toMatchObject({
      jobs: { conflict: 'update' },
    });
  });

  it('is missed by name', async () => {
    await expect(readTablesConfig('gs://settings/none.yaml', storage)).rejects.toMatchObject({
      code: 'misconfigured',
      message: "TABLES_CONFIG: gs://settings/none.yaml can't be read.",
    });
  });

  it('fits the tables that the migrations make, as it stands in the repository', async () => {
    const database = await createTestDatabase({ migrated: true });
    try {
      const config = await readTablesConfig(defaultTablesConfig, storage);
      for (const table of Object.keys(config)) {
        const contract = await describeTable(database.pool, table);
        expect(() => rulesOf(config, contract)).not.toThrow();
      }
    } finally {
      await database.drop();
    }
  });
});
