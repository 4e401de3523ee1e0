import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runStatements } from '../../../shared/src/adapters/bigquery/run-statement.ts';
import type { Statement } from '../../../shared/src/adapters/bigquery/statement.ts';
import { clientFor, type LocalBigQuery, openLocalBigQuery } from '../../support/local-bigquery.ts';

const patience = { firstWaitMs: 1, longestWaitMs: 2, totalMs: 5000 };
const one: Statement = { sql: 'SELECT 1 AS one', types: {} };

describe('running a statement', () => {
  let local: LocalBigQuery;

  beforeAll(async () => {
    local = await openLocalBigQuery();
  });

  afterAll(() => local.remove());

  it('binds values of every type, NULLs and empty lists among them, and gives them back', async () => {
    const run = runStatements(local.bigquery, 'any');
    const statement: Statement = {
      sql: `SELECT
  @text AS text, @none AS none, @number AS number, @moment AS moment, @no_moment AS no_moment,
  @flag AS flag, ARRAY_LENGTH(@names) AS names, row.id, row.name, row.at
FROM UNNEST(@rows) AS row`,
      types: {
        text: 'STRING',
        none: 'STRING',
        number: 'INT64',
        moment: 'TIMESTAMP',
        no_moment: 'TIMESTAMP',
        flag: 'BOOL',
        names: ['STRING'],
        rows: [{ id: 'INT64', name: 'STRING', at: 'TIMESTAMP' }],
      },
    };
    const rows = await run(statement, {
      text: "it's",
      none: null,
      number: Number.MAX_SAFE_INTEGER,
      moment: '2023-05-04T11:00:00.123456Z',
      no_moment: null,
      flag: false,
      names: [],
      rows: [
        { id: 1, name: null, at: '2023-05-04T11:00:00Z' },
        { id: 2, name: 'two', at: null },
      ],
    });
    const same = {
      text: "it's",
      none: null,
      number: Number.MAX_SAFE_INTEGER,
      moment: '2023-05-04T11:00:00.123456Z',
      no_moment: null,
      flag: false,
      names: 0,
    };
    expect(rows).toEqual([
      { ...same, id: 1, name: null, at: '2023-05-04T11:00:00.000Z' },
      { ...same, id: 2, name: 'two', at: null },
    ]);
  });

  it('says that the dataset is not there', async () => {
    const run = runStatements(local.bigquery, 'nowhere');
    const statement: Statement = { sql: 'SELECT key FROM step_event', types: {} };
    await expect(run(statement, {})).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('dataset nowhere, or one of its tables, is not there'),
    });
  });

  describe('where BigQuery is in trouble', () => {
    let server: Server;
    /** Answers to come before the local BigQuery's own: a refusal, or a connection that is cut. */
    let troubles: ({ status: number; reason: string } | 'cut')[];
    let port: number;

    beforeEach(async () => {
      server = createServer(async (request, response) => {
        const trouble = troubles.shift();
        if (trouble === 'cut') {
          request.socket.destroy();
          return;
        }
        if (trouble !== undefined) {
          const { status, reason } = trouble;
          const error = { code: status, message: 'No.', errors: [{ reason, message: 'No.' }] };
          response.writeHead(status, { 'content-type': 'application/json' });
          response.end(JSON.stringify({ error }));
          return;
        }
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        const answer = await fetch(`http://127.0.0.1:${local.port}${request.url}`, {
          method: request.method ?? 'GET',
          headers: { 'content-type': 'application/json' },
          body: Buffer.concat(chunks),
        });
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(await answer.text());
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      port = (server.address() as AddressInfo).port;
    });

    afterEach(() => new Promise((resolve) => server.close(resolve)));

    it('tries again what may pass, until it has passed', async () => {
      troubles = [
        { status: 403, reason: 'rateLimitExceeded' },
        { status: 400, reason: 'jobRateLimitExceeded' },
        'cut',
        { status: 500, reason: 'backendError' },
        { status: 503, reason: 'internalError' },
      ];
      const run = runStatements(clientFor(port), 'any', patience);
      expect(await run(one, {})).toEqual([{ one: 1 }]);
      expect(troubles).toEqual([]);
    });

    it('gives up what does not pass', async () => {
      troubles = Array.from({ length: 10_000 }, () => ({
        status: 403,
        reason: 'rateLimitExceeded',
      }));
      const run = runStatements(clientFor(port), 'any', { ...patience, totalMs: 20 });
      await expect(run(one, {})).rejects.toMatchObject({ code: 'unavailable' });
      expect(troubles.length).toBeGreaterThan(9900);
    });

    it('does not repeat what is refused for good', async () => {
      troubles = [{ status: 403, reason: 'accessDenied' }];
      const run = runStatements(clientFor(port), 'any', patience);
      await expect(run(one, {})).rejects.toMatchObject({ code: 'misconfigured' });
    });

    it('says that nothing answers', async () => {
      const run = runStatements(clientFor(1), 'any', { ...patience, totalMs: 10 });
      await expect(run(one, {})).rejects.toMatchObject({ code: 'unavailable' });
    });
  });
});
