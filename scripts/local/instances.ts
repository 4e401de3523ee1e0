import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionManifest, variableSources } from '../function-manifest.ts';
import { openFunctionLog } from './function-log.ts';
import { startFunctionProcess } from './function-process.ts';
import { createInstancePool, type InstancePool } from './instance-pool.ts';

/** A value for every source that a function.yaml can name; undefined for what is not there locally. */
export type SourceValues = Readonly<Record<(typeof variableSources)[number], string | undefined>>;

/** A deployed function, as the gateway and the events see it. */
export interface LocalFunction {
  readonly manifest: FunctionManifest;
  readonly pool: InstancePool;
}

export interface InstancesOptions {
  readonly functionsFolder: string;
  readonly logsFolder: string;
  /** Short: it holds Unix sockets. */
  readonly socketsFolder: string;
  readonly sources: SourceValues;
  /** What the platform gives every function. */
  readonly platform: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
}

/** More instances would only press for the one machine there is. */
const mostInstances = 2;
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG'];

function pick(names: readonly string[], from: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])),
  );
}

const describeMemory = ({ mmap_threshold_bytes: bytes }: FunctionManifest) =>
  bytes === undefined ? {} : { MALLOC_MMAP_THRESHOLD_: String(bytes) };

/** The environment of a function's process: what the platform sets, and what its function.yaml asks for. */
export function buildEnvironment(
  manifest: FunctionManifest,
  sources: SourceValues,
  platform: Readonly<Record<string, string>>,
): Record<string, string> {
  const variables = Object.entries({ ...manifest.environment, ...manifest.secrets });
  const bound = variables.flatMap(([name, { from }]) => {
    // Without a source a variable is a setting: the environment of `npm start` may give it.
    const value = from === undefined ? process.env[name] : sources[from];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...pick(inherited, process.env),
    ...platform,
    K_SERVICE: manifest.name,
    FUNCTION_TARGET: manifest.name,
    PORT: '8080',
    NODE_ENV: 'production',
    ...describeMemory(manifest),
    CLOUD_RUN_TIMEOUT_SECONDS: String(manifest.timeout_seconds),
    ...Object.fromEntries(bound),
  };
}

/** Prepares a function to run: its first instance starts with the first request. */
export function createLocalFunction(
  manifest: FunctionManifest,
  options: InstancesOptions,
): LocalFunction {
  const { name } = manifest;
  const log = openFunctionLog(name, join(options.logsFolder, `${name}.log`), options.say);
  let started = 0;
  let isStopping = false;
  const start = async () => {
    started += 1;
    const process = await startFunctionProcess({
      name,
      source: join(options.functionsFolder, name),
      signature: 'storage' in manifest.trigger ? 'cloudevent' : 'http',
      memoryMib: manifest.memory_mib,
      nodeOptions: manifest.node_options,
      socketPath: join(options.socketsFolder, `${name}-${started}.sock`),
      environment: buildEnvironment(manifest, options.sources, options.platform),
      log,
    });
    process.exited.then(() => {
      rmSync(process.socketPath, { force: true });
      if (isStopping) return;
      options.say(
        `${name}: an instance ended by itself; the next request starts another. Its log: ${log.file}`,
      );
    });
    return process;
  };
  const instances = Math.min(manifest.max_instances, mostInstances);
  const pool = createInstancePool({ instances, concurrency: manifest.concurrency }, start);
  const stop = () => {
    isStopping = true;
    return pool.stop();
  };
  return { manifest, pool: { ...pool, stop } };
}
