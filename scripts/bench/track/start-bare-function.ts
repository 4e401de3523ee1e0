import { join } from 'node:path';
import type { FunctionProcess } from '../../local/function-process.ts';
import { startProbeFunction } from '../start-probe-function.ts';

/** A function that answers one constant, in a process of the functions framework, with no gateway before it. */
export const startBareFunction = (folder: string): Promise<FunctionProcess> =>
  startProbeFunction(join(import.meta.dirname, 'bare-answer'), folder, {});
