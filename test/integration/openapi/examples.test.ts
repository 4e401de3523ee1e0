import { jest } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createConnection } from 'mysql2/promise';
import { fetchToken } from '../../../scripts/fetch-token.ts';
import type { Endpoints } from '../../../scripts/local/endpoints.ts';
import { listOperations, type Operation } from '../../../scripts/openapi/list-operations.ts';
import {
  interrupt,
  makeHome,
  type RunningStart,
  startLocalCloud,
} from '../../support/local-cloud.ts';
import { type ExampleAnswer, sendExample } from '../../support/openapi/send-example.ts';
import { StandIns } from '../../support/openapi/stand-ins.ts';
import { readJson } from '../../support/repository.ts';

jest.setTimeout(180_000);

/** In this order, because some want what those before them have made; what is learnt from an answer stands for the documented value from then on. */
const order: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'POST /auth/token': {},
  'GET /.well-known/jwks.json': {},
  'GET /health': {},
  'GET /health-check': {},
  'GET /': {},
  'GET /docs': {},
  'GET /docs/{file}': {},
  'GET /openapi.json': {},
  'GET /tables': {},
  'GET /tables/{table}': {},
  'GET /tables/{table}/rows': {},
  'GET /quarterly-hired': {},
  'GET /hiring-by-department': {},
  'POST /api/v1/phases': {},
  'GET /api/v1/phases': {},
  'POST /api/v1/phase-table': {},
  'POST /api/v1/entity-table': {},
  'POST /api/v1/entity-object-table': {},
  'POST /api/v1/process-table': {},
  'GET /api/v1/phase-table': {},
  'GET /api/v1/entity-table': {},
  'GET /api/v1/entity-object-table': {},
  'GET /api/v1/process-table': {},
  'PUT /api/v1/phase-table': {},
  'PUT /api/v1/entity-table': {},
  'PUT /api/v1/entity-object-table': {},
  'PUT /api/v1/process-table': {},
  'GET /api/v1/overview': {},
  'GET /api/v1/history': {},
  'DELETE /api/v1/process-table': {},
  'DELETE /api/v1/entity-object-table': {},
  'DELETE /api/v1/entity-table': {},
  'DELETE /api/v1/phase-table': {},
  'POST /backup-data': { '20261128T104512Z-k3v9q1': ['set_id'] },
  'GET /backups': {},
  'GET /backups/{id}': {},
  'POST /backups/{id}/verify': {},
  'POST /backups/{id}/drill': {},
  'GET /backups/retention': {},
  'POST /backups/retention': {},
  'POST /restore-table': { '4712': ['id'] },
  'GET /restore-table': {},
  'POST /truncate-tables': { '4713': ['undo'] },
  'POST /{table}/batch': {},
  'POST /api/v1/{table}': {},
  'POST /ingest/csv': {},
  'POST /ingest/uploads': {},
  'POST /ingest/tidy': {},
  'POST /{table}/upload': { '01M7WZZ5DC4WZFKVDQ3DZZR0K6': ['load_id'] },
  'GET /loads': {},
  'GET /loads/{id}': {},
  'GET /loads/{id}/rejects': { '4711': ['items', '0', 'reject_id'] },
  'POST /loads/{id}/rejects': {},
};

/** Answers of a route’s own that no example gets, and why. */
const unreached = {
  'POST /api/v1/phases 200': 'the phases are set up once',
  'POST /backup-data 202': 'another backup would have to be running',
  'POST /api/v1/{table} 422': 'shown by /{table}/batch',
  'POST /ingest/csv 422': 'shown by /{table}/batch',
  'POST /{table}/upload 422': 'shown by /{table}/batch',
};

const nameOf = ({ method, paths }: Operation) => `${method} ${paths[0]}`;
const pointerOf = (parts: readonly string[]) =>
  parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');

const document = readJson('functions/serve-console/openapi.json');
const operations = (await listOperations()).flatMap((each) => each.operations);

describe('the documented examples', () => {
  const home = makeHome();
  const standIns = new StandIns();
  const reached = new Set<string>();
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(document, 'openapi');
  let cloud: RunningStart;
  let endpoints: Endpoints;
  let token: string;

  beforeAll(async () => {
    cloud = startLocalCloud(home.folder, ['--port', '0']);
    endpoints = await cloud.ready();
    const { login, mysql } = endpoints;
    token = await fetchToken(endpoints.gateway, login);
    standIns.learn('admin', login.username);
    standIns.learn('correct horse battery staple', login.password);
    const connection = await createConnection(mysql);
    await connection.query('CREATE TABLE offices (id INT PRIMARY KEY, city VARCHAR(40))');
    await connection.query("INSERT INTO offices VALUES (1, 'Lyon'), (2, 'Bogotá')");
    await connection.end();
  });

  afterAll(async () => {
    await interrupt(cloud);
    home.remove();
  });

  /** What is wrong with an answer by its documentation. */
  function findFaults(operation: Operation, answer: ExampleAnswer) {
    const { method, paths } = operation;
    const place = ['paths', paths[0] ?? '', method.toLowerCase(), 'responses', `${answer.status}`];
    const described = place.reduce((value, key) => value?.[key], document);
    if (described?.content === undefined) return described === undefined ? 'undocumented' : [];
    if (described.content[answer.type] === undefined) return `undocumented as ${answer.type}`;
    const schema = `openapi#/${pointerOf([...place, 'content', answer.type, 'schema'])}`;
    const check = ajv.getSchema(schema) ?? ajv.compile({ $ref: schema });
    return check(answer.body) ? [] : check.errors;
  }

  it('are of every operation', () => {
    expect(operations.map(nameOf).sort()).toEqual(Object.keys(order).sort());
  });

  it.each(Object.entries(order))('of %s are answered as documented', async (name, learnt) => {
    const operation = operations.find((each) => nameOf(each) === name);
    if (operation === undefined) throw new Error(`There is no ${name}.`);
    const { examples } = operation.documentation;
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      const answer = await sendExample(endpoints.gateway, operation, standIns.fill(example), token);
      const { summary, status = 200 } = example;
      const faults = findFaults(operation, answer);
      const told = faults?.length === 0 && answer.status === status ? null : answer.body;
      expect({ summary, status: answer.status, faults, told }).toEqual({
        summary,
        status,
        faults: [],
        told: null,
      });
      reached.add(`${name} ${status}`);
      for (const [documented, path] of Object.entries(learnt)) {
        // biome-ignore lint/suspicious/noExplicitAny: answers are of many shapes.
        const real = path.reduce((value: any, key) => value?.[key], answer.body);
        if (real !== undefined && real !== null) standIns.learn(documented, real);
      }
    }
  });

  it('get every answer but those that are listed with a reason', () => {
    const all = operations.flatMap((operation) =>
      Object.keys(operation.documentation.answers).map(
        (status) => `${nameOf(operation)} ${status}`,
      ),
    );
    const missed = all.filter((answer) => !reached.has(answer));
    expect(missed.sort()).toEqual(Object.keys(unreached).sort());
  });
});
