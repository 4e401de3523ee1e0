import type { AccessSettings } from '../adapters/access/bearer-access.ts';
import type { Envelope } from '../domain/access/envelope.ts';
import { type HttpFunction, httpFunction } from '../runtime/http-function.ts';
import { lazy } from '../runtime/lazy.ts';
import { type Entry, openEntry } from './entry.ts';

export interface GuardSettings extends AccessSettings {
  readonly CORS_ORIGINS: readonly string[];
}

/** What an HTTP function says of itself. */
export type HttpEntry<Config, Ports> = Entry<Config, Ports> &
  Pick<HttpFunction<Ports>, 'routes' | 'check' | 'signIn'>;

type GuardedEntry<Config, Ports> = HttpEntry<Config, Ports> & {
  /** Imports what opens and seals encrypted bodies. */
  readonly loadEnvelope: () => Promise<{
    readonly openEnvelope: (settings: Config) => Promise<Envelope>;
  }>;
};

/** `httpEntry` for a function that opens encrypted bodies in a way of its own. */
export function guardedEntry<Config extends GuardSettings, Ports>({
  loadEnvelope,
  ...entry
}: GuardedEntry<Config, Ports>): ReturnType<typeof httpFunction> {
  const { readSettings, ...opened } = openEntry(entry);
  const { routes, check, signIn } = entry;
  return httpFunction({
    ...opened,
    routes,
    ...(check === undefined ? {} : { check }),
    ...(signIn === undefined ? {} : { signIn }),
    access: lazy(async () => {
      const { bearerAccess } = await import('../adapters/access/bearer-access.ts');
      return bearerAccess(readSettings());
    }),
    envelope: lazy(async () => (await loadEnvelope()).openEnvelope(readSettings())),
    origins: lazy(async () => readSettings().CORS_ORIGINS),
  });
}
