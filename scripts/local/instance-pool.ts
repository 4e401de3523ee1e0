import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../shared/src/domain/app-error.ts';
import type { FunctionProcess } from './function-process.ts';
import { createWaiters } from './waiters.ts';

interface Instance {
  readonly process: Promise<FunctionProcess>;
  requests: number;
}

export interface InstancePool {
  /** Runs one request on an instance that has room, started for it when none has; waits for room where no more may start. */
  use<T>(run: (process: FunctionProcess) => Promise<T>): Promise<T>;
  /** Returns when an instance runs, however busy it is. */
  wakeUp(): Promise<void>;
  stop(): Promise<void>;
}

export interface InstanceLimits {
  readonly instances: number;
  /** Requests that one instance takes at a time. */
  readonly concurrency: number;
}

/** A broken connection is seen a moment before the process's end, which decides who gets the next request. */
const endIsSeenWithinMs = 100;

async function runOn<T>(process: FunctionProcess, run: (process: FunctionProcess) => Promise<T>) {
  try {
    return await run(process);
  } catch (error) {
    await Promise.race([process.exited, sleep(endIsSeenWithinMs)]);
    throw error;
  }
}

/** Keeps a function's instances, as Cloud Run does: none until the first request, a new one in place of one that died. */
export function createInstancePool(
  limits: InstanceLimits,
  start: () => Promise<FunctionProcess>,
): InstancePool {
  const instances = new Set<Instance>();
  const { wait, wake } = createWaiters();
  let isStopped = false;

  const remove = (instance: Instance) => {
    instances.delete(instance);
    wake();
  };
  const add = (): Instance => {
    const instance: Instance = { process: start(), requests: 0 };
    instances.add(instance);
    instance.process
      .then(({ exited }) => exited)
      .catch(() => {}) // Those who wait for the instance are told.
      .finally(() => remove(instance));
    return instance;
  };
  const findRoom = () => [...instances].find(({ requests }) => requests < limits.concurrency);
  const refuseWhenStopped = () => {
    if (isStopped) throw new AppError('unavailable', 'The local cloud is stopping.');
  };
  const takeSeat = async (): Promise<Instance> => {
    for (;;) {
      refuseWhenStopped();
      const instance = findRoom() ?? (instances.size < limits.instances ? add() : undefined);
      if (instance !== undefined) {
        instance.requests += 1;
        return instance;
      }
      await wait();
    }
  };
  return {
    wakeUp: async () => {
      refuseWhenStopped();
      const [running] = instances;
      await (running ?? add()).process;
    },
    use: async (run) => {
      const instance = await takeSeat();
      try {
        return await runOn(await instance.process, run);
      } finally {
        instance.requests -= 1;
        wake();
      }
    },
    stop: async () => {
      isStopped = true;
      wake();
      const running = [...instances].map(({ process }) => process.then((each) => each.stop()));
      await Promise.allSettled(running);
    },
  };
}
