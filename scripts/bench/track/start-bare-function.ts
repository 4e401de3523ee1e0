import { join } from 'node:path';
import { openFunctionLog } from '../../local/function-log.ts';
import { type FunctionProcess, startFunctionProcess } from '../../local/function-process.ts';

/** A function that answers one constant, in a process of the functions framework, with no gateway before it. */
export function startBareFunction(folder: string): Promise<FunctionProcess> {
  const name = 'bare-answer';
  return startFunctionProcess({
    name,
    source: join(import.meta.dirname, name),
    signature: 'http',
    memoryMib: 256,
    nodeOptions: [],
    socketPath: join(folder, 'bare.sock'),
    environment: { PATH: process.env.PATH ?? '', NODE_ENV: 'production' },
    log: openFunctionLog(name, join(folder, `${name}.log`), console.error),
  });
}
