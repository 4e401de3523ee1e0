import type * as z from 'zod';
import { AppError } from '../domain/app-error.ts';

/**
 * Reads a function's settings from its environment. An empty variable counts as absent.
 * Throws `misconfigured` that names every bad variable together and shows no value.
 */
export function readConfig<S extends z.ZodObject>(
  schema: S,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<S> {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name in schema.shape && value !== ''),
  );
  const config = schema.safeParse(present);
  if (config.success) return config.data;
  const faults = config.error.issues.map(
    ({ path, message }) => `${path.join('.')}: ${String(path[0]) in present ? message : 'missing'}`,
  );
  throw new AppError('misconfigured', `The function's environment is wrong. ${faults.join('; ')}`);
}
