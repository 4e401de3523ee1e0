import type * as z from 'zod';
import { lazy } from '../runtime/lazy.ts';
import { createLogger, type Logger } from '../runtime/logger.ts';
import { readConfig } from '../runtime/read-config.ts';
import { platformSettings } from '../runtime/settings.ts';

/** What a function's ports may need to know beside its settings. */
export interface Surroundings {
  readonly name: string;
  readonly logger: Logger;
  /** When the platform cuts a call off. */
  readonly timeoutSeconds: number;
}

/** `build-ports.ts` of a function. */
export interface Wiring<Config, Ports> {
  readonly buildPorts: (config: Config, around: Surroundings) => Ports | Promise<Ports>;
}

/** What every function says of itself. */
export interface Entry<Config, Ports> {
  /** Its folder's. */
  readonly name: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly configSchema: z.ZodObject & z.ZodType<Config>;
  /**
   * Imports `build-ports.ts`, which alone imports adapters and so SDKs: they take longer to load than
   * all the rest, and an instance's first answer may need none of them.
   */
  readonly loadWiring: () => Promise<Wiring<Config, Ports>>;
}

/** Prepares what functions of every trigger have; reads no setting before the first call needs it. */
export function openEntry<Config, Ports>(entry: Entry<Config, Ports>) {
  const { name, environment, configSchema, loadWiring } = entry;
  const logger = createLogger({ function: name });
  const readSettings = (): Config => readConfig(configSchema, environment);
  const connect = lazy(async () => {
    const settings = readSettings();
    const platform = readConfig(platformSettings, environment);
    const { buildPorts } = await loadWiring();
    const timeoutSeconds = platform.CLOUD_RUN_TIMEOUT_SECONDS;
    return buildPorts(settings, { name, logger, timeoutSeconds });
  });
  return { logger, readSettings, connect, project: environment.GOOGLE_CLOUD_PROJECT };
}
