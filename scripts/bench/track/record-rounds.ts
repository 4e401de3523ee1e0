import type { Request } from './request.ts';

interface Resource {
  readonly path: string;
  /** The record of a client in one of its rounds; no two clients or rounds meet. */
  readonly record: (
    client: number,
    round: number,
  ) => { key: string; body: object; changed: object };
}

const idOf = (client: number, round: number) => (client + 1) * 1_000_000 + round;

/** The phase and the entity that records of a client refer to. */
export const stepId = 1;
export const entityIdOf = (client: number) => client + 1;

const entity = (entity_id: number) => ({
  entity_id,
  application_name: 'billing',
  source_server: 'db-07.example.com',
  source_database: 'billing',
  target_server: 'cutover',
  target_database: 'billing',
});

const phase = (step_id: number) => ({
  step_id,
  name: 'Dev Data Movement',
  description: 'Rows by CSV files',
  orders: 4,
});

const resources: readonly Resource[] = [
  {
    path: '/api/v1/entity-table',
    record: (client, round) => {
      const body = entity(idOf(client, round));
      return { key: `entity_id=${body.entity_id}`, body, changed: { ...body, is_spdb: true } };
    },
  },
  {
    path: '/api/v1/phase-table',
    record: (client, round) => {
      const body = phase(idOf(client, round));
      return { key: `step_id=${body.step_id}`, body, changed: { ...body, is_optional: true } };
    },
  },
  {
    path: '/api/v1/entity-object-table',
    record: (client, round) => {
      const object_id = idOf(client, round);
      const body = { object_id, entity_id: entityIdOf(client), name: 'invoices', size_in_mb: 30 };
      return { key: `object_id=${object_id}`, body, changed: { ...body, size_in_mb: 31 } };
    },
  },
  {
    path: '/api/v1/process-table',
    record: (client) => {
      const entity_id = entityIdOf(client);
      const body = { step_id: stepId, entity_id, start_date_time: '2023-05-04 11:00:00' };
      const key = `step_id=${stepId}&entity_id=${entity_id}`;
      return { key, body, changed: { ...body, is_successful: false } };
    },
  },
];

/** What must be there before the rounds. */
export function listParents(clients: number): Request[] {
  const entities = Array.from({ length: clients }, (_, client) => entity(entityIdOf(client)));
  return [
    { method: 'POST', path: '/api/v1/phase-table', body: phase(stepId), status: 201 },
    ...entities.map(
      (body): Request => ({ method: 'POST', path: '/api/v1/entity-table', body, status: 201 }),
    ),
  ];
}

/** Creates, reads, replaces and deletes one record after the other, of the four resources in turn. */
export function* recordRounds(client: number): Iterator<Request, never> {
  const first = client % resources.length;
  const order = [...resources.slice(first), ...resources.slice(0, first)];
  for (let round = 0; ; round++) {
    for (const { path, record } of order) {
      const { key, body, changed } = record(client, round);
      yield { method: 'POST', path, body, status: 201 };
      yield { method: 'GET', path: `${path}?${key}`, status: 200 };
      yield { method: 'PUT', path, body: changed, status: 200 };
      yield { method: 'DELETE', path: `${path}?${key}`, body: {}, status: 200 };
    }
  }
}
