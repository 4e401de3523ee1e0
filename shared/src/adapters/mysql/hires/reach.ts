/** A condition that is true for every hire: how the server comes to those of a few dates. */
export interface Reach {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Reads the index (department_id, job_id, datetime) from end to end. */
export const byScanning: Reach = { sql: 'TRUE', values: [] };

/**
 * Names all values that the first two columns of the index can have, so that the server jumps
 * from pair to pair and reads of each only the dates that the rest of the WHERE asks for.
 */
export function byJumping(departments: Iterable<number>, jobs: Iterable<number>): Reach {
  // An empty IN is no SQL; one of NULL is never true.
  const orNull = (ids: Iterable<number>) => [[...ids, null]];
  return {
    sql: '(department_id IN (?) OR department_id IS NULL) AND (job_id IN (?) OR job_id IS NULL)',
    values: [...orNull(departments), ...orNull(jobs)],
  };
}
