import type { EnvelopeSettings } from '../adapters/access/open-envelope.ts';
import { type GuardSettings, guardedEntry, type HttpEntry } from './guarded-entry.ts';

/**
 * Makes the handler of an HTTP function of this suite: signed-in callers, encrypted bodies and other
 * origins' pages are dealt with by its settings, alike in all of them.
 */
export function httpEntry<Config extends GuardSettings & EnvelopeSettings, Ports>(
  entry: HttpEntry<Config, Ports>,
): ReturnType<typeof guardedEntry> {
  const loadEnvelope = () => import('../adapters/access/open-envelope.ts');
  return guardedEntry({ ...entry, loadEnvelope });
}
