import * as z from 'zod';
import type { SmokeAnswer, Suite } from './suite.ts';

/** One thing that a suite which works does. */
export interface Step {
  readonly what: string;
  /** Throws what is wrong; returns what was seen. */
  readonly run: (visit: Visit) => Promise<string>;
}

export interface Visit {
  readonly suite: Suite;
  readonly token: string;
  /** An id that nothing else has. */
  readonly id: number;
}

const countsSchema = z.object({ counts: z.object({ read: z.int(), rejected: z.int() }) });
const tablesSchema = z.object({ items: z.array(z.object({ table: z.string() })) });

const truncateSchema = z.object({ truncated: z.boolean() });

function expectStatus(answer: SmokeAnswer, status: number): SmokeAnswer {
  if (answer.status === status) return answer;
  throw new Error(
    `${status} was expected, and ${answer.status} came: ${answer.text.slice(0, 300)}`,
  );
}

const readJson = <S extends z.ZodType>({ text }: SmokeAnswer, schema: S): z.infer<S> =>
  schema.parse(JSON.parse(text));

async function refuseStrangers({ suite }: Visit): Promise<string> {
  const paths = [
    '/tables',
    '/loads',
    '/backups',
    '/quarterly-hired',
    '/api/v1/overview',
    '/restore-table',
  ];
  for (const path of paths) expectStatus(await suite.call('GET', path), 401);
  return `${paths.length} paths answer 401 without a token`;
}

async function readTables({ suite, token }: Visit): Promise<string> {
  const answer = expectStatus(await suite.call('GET', '/tables', { token }), 200);
  return `${readJson(answer, tablesSchema).items.length} tables`;
}

async function readRows({ suite, token }: Visit): Promise<string> {
  const path = '/tables/jobs/rows?limit=5&format=csv';
  const { text } = expectStatus(await suite.call('GET', path, { token }), 200);
  if (!text.startsWith('id,job')) throw new Error(`No header came: ${text.slice(0, 100)}`);
  return 'a page of rows as CSV';
}

/** The second record is faulty: it must be counted as such, and neither may stay. */
async function tryFile({ suite, token, id }: Visit): Promise<string> {
  const body = `id,job\n${id},Smoke test\nno number,Smoke test\n`;
  const answer = await suite.call('POST', '/jobs/upload?dry_run=true', { token, body });
  const { counts } = readJson(expectStatus(answer, 200), countsSchema);
  if (counts.read !== 2 || counts.rejected !== 1) throw new Error(JSON.stringify(counts));
  return '2 records read, 1 refused, nothing written';
}

async function tryBatch({ suite, token, id }: Visit): Promise<string> {
  const body = {
    rows: [
      { id, job: 'Smoke test' },
      { id: 'no number', job: '' },
    ],
    dry_run: true,
  };
  const answer = await suite.call('POST', '/jobs/batch', { token, body });
  const { counts } = readJson(expectStatus(answer, 200), countsSchema);
  if (counts.read !== 2 || counts.rejected !== 1) throw new Error(JSON.stringify(counts));
  const stored = await suite.call('GET', `/tables/jobs/rows?where[id]=${id}`, { token });
  if (expectStatus(stored, 200).text.includes('Smoke test'))
    throw new Error('A dry run wrote a row.');
  return '2 rows checked, 1 refused, nothing written';
}

async function readReports({ suite, token }: Visit): Promise<string> {
  for (const path of ['/quarterly-hired', '/hiring-by-department']) {
    expectStatus(await suite.call('GET', `${path}?year=2021&format=csv`, { token }), 200);
  }
  return 'both reports';
}

async function trackEntity({ suite, token, id }: Visit): Promise<string> {
  const path = '/api/v1/entity-table';
  const body = {
    entity_id: id,
    application_name: 'smoke test',
    source_server: 'none',
    source_database: 'none',
    target_server: 'none',
    target_database: 'none',
  };
  expectStatus(await suite.call('POST', path, { token, body }), 201);
  try {
    expectStatus(await suite.call('GET', `/api/v1/overview?entity_id=${id}`, { token }), 200);
  } finally {
    expectStatus(await suite.call('DELETE', `${path}?entity_id=${id}`, { token }), 200);
  }
  expectStatus(await suite.call('GET', `${path}?entity_id=${id}`, { token }), 404);
  return 'an entity created, shown and deleted';
}

async function readBackups({ suite, token }: Visit): Promise<string> {
  expectStatus(await suite.call('GET', '/backups', { token }), 200);
  expectStatus(await suite.call('GET', '/backups/retention', { token }), 200);
  expectStatus(await suite.call('GET', '/restore-table', { token }), 200);
  return 'sets, what retention would do, and the journal of restores';
}

/** Without `confirm` it shows what would go. */
async function previewTruncate({ suite, token }: Visit): Promise<string> {
  const body = { tables: ['hired_employees'] };
  const answer = await suite.call('POST', '/truncate-tables', { token, body });
  const { truncated } = readJson(expectStatus(answer, 200), truncateSchema);
  if (truncated) throw new Error('It emptied a table without being told the database.');
  return 'what would go was shown, and nothing went';
}

/** The main job from end to end, without leaving a row, a table, an object or an entity behind. */
export const steps: readonly Step[] = [
  { what: 'strangers', run: refuseStrangers },
  { what: 'tables', run: readTables },
  { what: 'rows', run: readRows },
  { what: 'a file, tried', run: tryFile },
  { what: 'a batch, tried', run: tryBatch },
  { what: 'reports', run: readReports },
  { what: 'tracking', run: trackEntity },
  { what: 'backups', run: readBackups },
  { what: 'truncate', run: previewTruncate },
];
