import { retryTransient } from './retry-transient.ts';

const isConflict = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 409;

/** Creates unless it is there; another who does the same at the same time is welcome. */
export async function createOnce(create: () => Promise<unknown>): Promise<void> {
  await retryTransient(create).catch((error: unknown) => {
    if (!isConflict(error)) throw error;
  });
}
