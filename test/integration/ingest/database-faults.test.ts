import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cutoverHome } from '../../../scripts/local/cutover-home.ts';
import { ensureMariadb } from '../../../scripts/local/mysql/ensure-mariadb.ts';
import { formatMysqlUrl } from '../../../scripts/local/mysql/parse-mysql-url.ts';
import {
  type MysqlServer,
  startMysqlServer,
} from '../../../scripts/local/mysql/start-mysql-server.ts';
import { isTransient } from '../../../shared/src/domain/app-error.ts';
import type { Drop } from '../../../shared/src/domain/ingest/drop.ts';
import { describeOutcome, type LoadOutcome } from '../../support/describe-outcome.ts';
import { type DropZone, openDropZone, resultsBucket } from '../../support/drop-zone.ts';
import { faultyDrop, firstParents, lateDepartments } from '../../support/faulty-drop.ts';
import { interceptPorts } from '../../support/intercept-ports.ts';

const tables = ['departments', 'jobs', 'hired_employees'];
const file = faultyDrop(200, 13);

describe('the database server goes away in the middle of a load and comes back', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-restart-'));
  let server: MysqlServer;
  let zone: DropZone;
  let expected: LoadOutcome;

  const start = async (port: number) =>
    startMysqlServer({
      programs: await ensureMariadb(cutoverHome(process.env), () => {}),
      folder,
      port,
    });

  async function begin(): Promise<Drop[]> {
    for (const table of [...tables.toReversed(), 'cutover_reject', 'cutover_load'])
      await zone.query(`DELETE FROM ${table}`);
    await zone.storage.bucket(resultsBucket).deleteFiles();
    await zone.drop('departments.csv', firstParents.departments);
    await zone.drop('jobs.csv', firstParents.jobs);
    return [
      await zone.put('hired_employees.csv', file),
      await zone.put('departments_late.csv', lateDepartments),
    ];
  }

  beforeAll(async () => {
    server = await start(0);
    zone = await openDropZone(20, { mysqlUrl: formatMysqlUrl(server) });
    for (const drop of await begin()) await zone.load(drop);
    expected = await describeOutcome(zone, tables);
  });

  afterAll(async () => {
    await zone.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function end(how: 'killed' | 'stopped'): Promise<void> {
    if (how === 'killed') process.kill(server.pid, 'SIGKILL');
    else await server.stop();
    await server.exited;
  }

  /** Loads the drop; at the nth call of a port the server ends, and stays away for some deliveries. */
  async function loadOverRestart(
    drop: Drop,
    how: 'killed' | 'stopped',
    at: number,
  ): Promise<number> {
    let calls = 0;
    let awayUntil = Number.POSITIVE_INFINITY;
    const ports = interceptPorts(zone.ports, async (call) => {
      if (++calls === at) {
        await end(how);
        awayUntil = 3;
      }
      return call();
    });
    for (let delivery = 1; delivery <= 20; delivery++) {
      if (delivery === awayUntil) server = await start(server.port);
      try {
        await zone.load(drop, ports);
        return delivery;
      } catch (error) {
        if (!isTransient(error)) throw error;
        await sleep(20);
      }
    }
    throw new Error('The drop was delivered in vain.');
  }

  it.each([
    ['killed', 30],
    ['killed', 47],
    ['killed', 90],
    ['stopped', 33],
    ['stopped', 61],
  ] as const)('%s, at call %d', async (how, at) => {
    const [hires, late] = await begin();
    if (hires === undefined || late === undefined) throw new Error('There is nothing to load.');
    expect(await loadOverRestart(hires, how, at)).toBeGreaterThan(2);
    await zone.load(late);
    expect(await describeOutcome(zone, tables)).toEqual(expected);
  });
});
