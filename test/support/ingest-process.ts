import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/local/cutover-home.ts';
import type { MysqlTarget } from '../../shared/src/adapters/mysql/connect.ts';
import type { Drop } from '../../shared/src/domain/ingest/drop.ts';
import { resultsBucket } from './drop-zone.ts';
import { buildFunctions, type FunctionProcess, startFunction } from './function-process.ts';

const source = join(repositoryRoot, 'functions', 'ingest-drop', 'src', 'index.ts');

export interface IngestProcess extends FunctionProcess {
  /** Delivers the drop's event. Returns the answer's status; 0 where the process died over it. */
  deliver(drop: Drop): Promise<number>;
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
  buildFunctions(folder);
  return join(folder, 'ingest-drop', 'index.js');
}

function describeEnvironment({ target, storageUrl, environment }: IngestSettings) {
  return {
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

/** The real function as a process of its own, started as the platform does. */
export function startIngest(settings: IngestSettings): IngestProcess {
  const program = startFunction({
    name: 'ingest-drop',
    signature: 'cloudevent',
    source: settings.bundle ?? source,
    environment: describeEnvironment(settings),
  });
  return { ...program, deliver: (drop) => post(program.socketPath, drop) };
}
