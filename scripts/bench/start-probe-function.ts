import { basename, join } from 'node:path';
import { openFunctionLog } from '../local/function-log.ts';
import { type FunctionProcess, startFunctionProcess } from '../local/function-process.ts';

/** Starts a function that is there for benchmarks alone, from its folder, named as the folder is. */
export function startProbeFunction(
  source: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<FunctionProcess> {
  const name = basename(source);
  return startFunctionProcess({
    name,
    source,
    signature: 'http',
    memoryMib: 256,
    nodeOptions: [],
    socketPath: join(folder, `${name}.sock`),
    environment: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...environment },
    log: openFunctionLog(name, join(folder, `${name}.log`), console.error),
  });
}
