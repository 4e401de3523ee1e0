import type { Drop } from './drop.ts';
import type { Load } from './load.ts';
import { loadFrom } from './load-from.ts';
import type { LoadPorts } from './load-ports.ts';
import { dropSource } from './load-source.ts';

/** Loads a drop, as `loadFrom` loads any source. */
export const loadDrop = (ports: LoadPorts, drop: Drop): Promise<Load> =>
  loadFrom(ports, dropSource(drop));
