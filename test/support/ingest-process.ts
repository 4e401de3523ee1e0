import { type ChildProcess, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryRoot } from '../../scripts/local/cutover-home.ts';
import { spawnTethered } from '../../scripts/local/spawn-tethered.ts';
import type { MysqlTarget } from '../../shared/src/adapters/mysql/connect.ts';
import type { Drop } from '../../shared/src/domain/ingest/drop.ts';
import { resultsBucket } from './drop-zone.ts';

const source = join(repositoryRoot, 'functions', 'ingest-drop', 'src', 'index.ts');
const framework = join(repositoryRoot, 'node_modules', '.bin', 'functions-framework');

export interface IngestProcess {
  readonly pid: number;
  /** Resolves when it takes requests. */
  readonly ready: Promise<void>;
  /** Delivers the drop's event. Returns the answer's status; 0 where the process died over it. */
  deliver(drop: Drop): Promise<number>;
  signal(name: NodeJS.Signals): void;
  /** Kills it, and resolves when it is gone. */
  kill(): Promise<void>;
  /** What it has written to its log, line by line. */
  log(): Record<string, unknown>[];
}

export interface IngestSettings {
  readonly target: MysqlTarget;
  readonly storageUrl: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What `buildIngest` made; else the function runs from its source. */
  readonly bundle?: string;
}

/** Makes what is deployed of the function, which starts faster than its source. */
export function buildIngest(folder: string): string {
  const script = join(repositoryRoot, 'scripts', 'build.ts');
  const env = { ...process.env, NODE_OPTIONS: '' };
  execFileSync(process.execPath, [script, '--out', folder], { env, stdio: 'pipe' });
  // The bundle leaves the functions framework to the platform, which installs it beside.
  symlinkSync(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'ingest-drop', 'index.js');
}

function describeEnvironment({ target, storageUrl, environment }: IngestSettings) {
  return {
    PATH: process.env.PATH ?? '',
    MYSQL_HOST: target.MYSQL_HOST,
    MYSQL_PORT: String(target.MYSQL_PORT),
    MYSQL_USER: target.MYSQL_USER,
    MYSQL_PASSWORD: target.MYSQL_PASSWORD ?? '',
    MYSQL_DATABASE: target.MYSQL_DATABASE,
    RESULTS_BUCKET: resultsBucket,
    STORAGE_EMULATOR_HOST: storageUrl,
    GOOGLE_CLOUD_PROJECT: 'test',
    ...environment,
  };
}

function describeEvent({ bucket, name, generation, sizeBytes, metadata }: Drop) {
  return {
    body: JSON.stringify({ bucket, name, generation, size: String(sizeBytes), metadata }),
    headers: {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-type': 'google.cloud.storage.object.v1.finalized',
      'ce-source': `//storage.googleapis.com/projects/_/buckets/${bucket}`,
      'ce-subject': `objects/${name}`,
      'ce-id': randomUUID(),
    },
  };
}

function post(socketPath: string, drop: Drop): Promise<number> {
  const { body, headers } = describeEvent(drop);
  return new Promise((resolve) => {
    const call = request({ socketPath, path: '/', method: 'POST', headers, agent: false });
    call.on('response', (answer) => {
      answer.resume();
      answer.on('close', () => resolve(answer.statusCode ?? 0));
    });
    call.on('error', () => resolve(0));
    call.end(body);
  });
}

async function awaitListening(child: ChildProcess, socketPath: string): Promise<void> {
  for (;;) {
    const probe = connect(socketPath);
    const isOpen = await new Promise<boolean>((resolve) => {
      probe.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    probe.destroy();
    if (isOpen) return;
    if (child.exitCode !== null || child.signalCode !== null) return;
    await sleep(10);
  }
}

/** The real function as a process of its own, started as the platform does. */
export function startIngest(settings: IngestSettings): IngestProcess {
  const socketPath = join(tmpdir(), `cutover-ingest-${randomUUID()}.sock`);
  const child = spawnTethered(
    process.execPath,
    [
      framework,
      '--target=ingest-drop',
      `--source=${settings.bundle ?? source}`,
      '--signature-type=cloudevent',
      `--port=${socketPath}`,
    ],
    { env: describeEnvironment(settings), stdio: ['ignore', 'pipe', 'pipe'], atEnd: 'KILL' },
  );
  const gone = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return {
    pid: child.pid ?? 0,
    ready: awaitListening(child, socketPath),
    deliver: (drop) => post(socketPath, drop),
    signal: (name) => {
      child.kill(name);
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    log: () =>
      output
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
  };
}
