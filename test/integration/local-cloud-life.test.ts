import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import type { Endpoints } from '../../scripts/local/endpoints.ts';
import { createDropRecord, type DropRecord } from '../support/drop-record.ts';
import {
  eventually,
  interrupt,
  isRunning,
  listChildren,
  makeHome,
  type RunningStart,
  startLocalCloud,
} from '../support/local-cloud.ts';

// Each test starts whole clouds, on machines that may be busy.
jest.setTimeout(180_000);

const functions = join(import.meta.dirname, '..', 'fixtures', 'local-functions');

describe('the life of a local cloud', () => {
  let home: ReturnType<typeof makeHome>;
  let notes: ReturnType<typeof makeHome>;
  let record: DropRecord;
  const starts: RunningStart[] = [];
  const begin = (...args: string[]) => {
    const environment = { CUTOVER_FUNCTIONS: functions, ...record.environment };
    const start = startLocalCloud(home.folder, ['--port', '0', ...args], environment);
    starts.push(start);
    return start;
  };
  const query = async ({ mysql }: Endpoints, sql: string) => {
    const { host, port, user, password, database } = mysql;
    const connection = await createConnection({ host, port, user, password, database });
    const [rows] = await connection.query(sql);
    await connection.end();
    return rows;
  };
  const endpointsFile = () => join(home.folder, 'endpoints.json');
  beforeEach(() => {
    home = makeHome();
    notes = makeHome();
    record = createDropRecord(notes.folder);
  });
  afterEach(async () => {
    for (const start of starts.splice(0)) await interrupt(start);
    home.remove();
    notes.remove();
  });

  it('leaves no process and no endpoints behind on Ctrl-C, and keeps its data', async () => {
    const first = begin('--no-data');
    const endpoints = await first.ready();
    const children = listChildren(endpoints.pid);
    expect(children).toHaveLength(4);
    await query(endpoints, "INSERT INTO departments (id, department) VALUES (7, 'Kept')");
    const bucket = join(home.folder, 'buckets', endpoints.buckets.drop);
    writeFileSync(join(bucket, 'by-hand.csv'), 'id\n1\n');
    await record.awaitEntry('taken', 'by-hand.csv');

    expect(await interrupt(first)).toBe(0);
    expect(children.filter(isRunning)).toEqual([]);
    expect(existsSync(endpointsFile())).toBe(false);

    const second = begin();
    const again = await second.ready();
    expect(await query(again, 'SELECT department FROM departments')).toEqual([
      { department: 'Kept' },
    ]);
    expect(existsSync(join(bucket, 'by-hand.csv'))).toBe(true);
    expect(record.find('taken', 'by-hand.csv')).toHaveLength(1);
  });

  it('delivers after a restart what was not taken before', async () => {
    const first = begin('--no-data');
    const { buckets } = await first.ready();
    writeFileSync(join(home.folder, 'buckets', buckets.drop, 'held.csv'), 'id\n1\n');
    await record.awaitEntry('begun', 'held.csv');
    await interrupt(first);
    expect(record.find('taken', 'held.csv')).toEqual([]);
    record.letGo();
    await begin().ready();
    await record.awaitEntry('taken', 'held.csv');
  });

  it('takes every process with it when it is killed, and starts again in the same home', async () => {
    const first = begin('--no-data');
    const { pid } = await first.ready();
    const children = listChildren(pid);
    process.kill(pid, 'SIGKILL');
    await first.ended;
    await eventually('the end of all', () => (children.some(isRunning) ? undefined : true));
    const endpoints = await begin().ready();
    expect(endpoints.pid).not.toBe(pid);
  });

  it('stops, and says why, when its database server dies', async () => {
    const start = begin('--no-data');
    await start.ready();
    const server = Number(readFileSync(join(home.folder, 'mysql', 'server.pid'), 'utf8'));
    process.kill(server, 'SIGKILL');
    expect(await start.ended).toBe(1);
    expect(start.output()).toContain('MariaDB has ended by itself. Its log: ');
    expect(existsSync(endpointsFile())).toBe(false);
  });

  it('drops sample data in a new home, and again in one that is made fresh', async () => {
    const names = ['departments.csv', 'jobs.csv', 'hired_employees.csv'];
    const first = begin();
    await first.ready();
    for (const name of names) expect(record.find('taken', name)).toHaveLength(1);
    await interrupt(first);
    const second = begin();
    await second.ready();
    await interrupt(second);
    for (const name of names) expect(record.find('taken', name)).toHaveLength(1);
    await begin('--fresh').ready();
    for (const name of names) expect(record.find('taken', name)).toHaveLength(2);
  });

  it('drops the files of a folder instead, and waits for them', async () => {
    writeFileSync(join(notes.folder, 'jobs.csv'), 'id,job\n1,a\n');
    writeFileSync(join(notes.folder, 'readme.txt'), 'not data');
    await begin('--data', notes.folder).ready();
    expect(record.entries().map(({ what, name }) => [what, name])).toEqual([
      ['begun', 'jobs.csv'],
      ['taken', 'jobs.csv'],
    ]);
  });

  it('can be interrupted while it starts', async () => {
    const start = begin();
    await eventually('the lock', () => existsSync(join(home.folder, 'lock')) || undefined);
    expect(await interrupt(start)).toBe(0);
    await begin('--no-data').ready();
  });
});
