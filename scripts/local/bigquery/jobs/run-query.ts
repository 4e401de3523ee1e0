import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Services } from '../services.ts';
import { bindStatement, type QueryWork } from './bind-statement.ts';
import type { Outcome, RunningJob } from './job.ts';
import { runDefinition } from './run-definition.ts';
import { runDml } from './run-dml.ts';
import { describeStatement } from './statement-statistics.ts';
import { storeResult } from './stored-result.ts';
import { writeResult } from './write-result.ts';

const dmlKinds = ['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'TRUNCATE_TABLE'];

async function runSelect(services: Services, work: QueryWork, job: RunningJob): Promise<Outcome> {
  return services.database.read(async (session) => {
    const statement = bindStatement(services, work);
    job.begin(session);
    const rows = session.stream(statement.sql, statement.values);
    const newPath = () => join(services.workFolder, `${randomUUID()}.rows`);
    const result = await storeResult(rows, statement.columns, newPath);
    return { statistics: describeStatement(services.catalogue, statement), result };
  });
}

/** Runs a statement, whatever it is. */
export async function runQuery(
  services: Services,
  work: QueryWork,
  job: RunningJob,
): Promise<Outcome> {
  const { kind } = services.translate(work.query);
  if (kind === 'SELECT') {
    return work.destination === null
      ? runSelect(services, work, job)
      : writeResult(services, work, work.destination, job);
  }
  return dmlKinds.includes(kind) ? runDml(services, work, job) : runDefinition(services, work, job);
}
