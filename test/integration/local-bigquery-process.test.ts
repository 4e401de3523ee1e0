import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BigqueryProcess,
  startBigqueryProcess,
} from '../../scripts/local/bigquery-process.ts';
import { claimPort } from '../../scripts/local/claim-port.ts';
import { openHome } from '../../scripts/local/open-home.ts';
import { connectTo, project } from '../support/bigquery-home.ts';
import { makeHome } from '../support/local-cloud.ts';

const program = join(import.meta.dirname, '..', '..', 'scripts', 'local', 'bigquery', 'main.ts');

function runProgram(...args: string[]) {
  return spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
}

let home: ReturnType<typeof makeHome>;
let server: BigqueryProcess | undefined;

beforeEach(() => {
  home = makeHome();
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  home.remove();
});

describe('the process of the local BigQuery', () => {
  it('is started again, with all its tables and on the same port, when it is killed', async () => {
    const file = join(home.folder, 'bigquery.duckdb');
    const said: string[] = [];
    const port = await claimPort(0, '');
    const options = { file, port, project, storageUrl: 'http://127.0.0.1:1' };
    server = await startBigqueryProcess({ ...options, say: (line) => said.push(line) });
    const client = connectTo(server.url);
    await client.createDataset('kept');
    await client.query('CREATE TABLE kept.t AS SELECT 7 AS n');

    process.kill(server.pid() ?? Number.NaN, 'SIGKILL');

    const ask = () => client.query('SELECT n FROM kept.t').catch(() => undefined);
    let answer = await ask();
    while (answer === undefined) {
      await sleep(50);
      answer = await ask();
    }
    expect(answer[0]).toEqual([{ n: 7 }]);
    expect(said).toEqual(['bigquery: ended by itself; it is started again.']);
  });
});

describe('npm run bigquery', () => {
  it('keeps its tables in the home of the local cloud, which it makes where there is none', async () => {
    const folder = join(home.folder, 'new');
    const started = spawn(process.execPath, [program, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '', CUTOVER_HOME: folder },
    });
    const [line] = await once(createInterface({ input: started.stdout }), 'line');
    expect(line).toContain('Ctrl-C ends it.');
    started.kill('SIGINT');
    expect(await once(started, 'exit')).toEqual([0, null]);
    expect(existsSync(join(folder, 'bigquery.duckdb'))).toBe(true);
    openHome(folder, false).close();
  });

  it('tells what it can', () => {
    expect(runProgram('--help').stdout).toContain('npm run bigquery -- [options]');
  });

  it('refuses what it does not know, and a port that is none', () => {
    const unknown = runProgram('--colour');
    expect(unknown.status).toBe(1);
    expect(unknown.stderr).toContain("Unknown option '--colour'");
    expect(runProgram('--port', 'x').stderr).toBe(
      '--port must be a whole number from 0 to 65535.\n',
    );
  });
});
