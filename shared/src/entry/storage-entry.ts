import {
  type StorageFunction,
  storageFunction,
  type TimedPorts,
} from '../runtime/storage-function.ts';
import { type Entry, openEntry } from './entry.ts';

type StorageEntry<Config, Ports extends TimedPorts> = Entry<Config, Ports> &
  Pick<StorageFunction<Ports>, 'run'>;

/** Makes the handler of a function of this suite that a finalized object wakes. */
export function storageEntry<Config, Ports extends TimedPorts>({
  run,
  ...entry
}: StorageEntry<Config, Ports>): ReturnType<typeof storageFunction> {
  const { logger, connect, project } = openEntry(entry);
  return storageFunction({ logger, connect, project, run });
}
