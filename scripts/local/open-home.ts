import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/src/domain/app-error.ts';
import { lockHome } from './home-lock.ts';

export interface Home {
  readonly folder: string;
  /** True until the first data were dropped, or were declined. */
  isNew(): boolean;
  settle(): void;
  path(...names: string[]): string;
  /** Lets another process in. */
  close(): void;
}

const marker = '.cutover-home';
/** Programs are not data: they stay when a home is emptied, and may be there before a home is one. */
const programs = 'programs';

function refuseForeignFolder(folder: string): void {
  const names = readdirSync(folder).filter((name) => name !== programs);
  if (names.length === 0 || names.includes(marker)) return;
  throw new AppError(
    'conflict',
    `${folder} holds other things and is not a home of Cutover. Name an empty folder in CUTOVER_HOME.`,
  );
}

function empty(folder: string): void {
  const kept = [marker, programs, 'lock'];
  for (const name of readdirSync(folder).filter((each) => !kept.includes(each))) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Makes the folder a home where it is empty or missing. Throws `conflict` where it holds other things. */
export function markHome(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  refuseForeignFolder(folder);
  writeFileSync(join(folder, marker), 'A home of Cutover; npm start -- --fresh empties it.\n');
}

/** Takes the folder as home of the local cloud, for this process alone. `fresh` forgets what was in it. */
export function openHome(folder: string, fresh: boolean): Home {
  markHome(folder);
  const lock = lockHome(folder);
  if (fresh) empty(folder);
  const settled = join(folder, 'settled');
  return {
    folder,
    isNew: () => !existsSync(settled),
    settle: () => writeFileSync(settled, ''),
    path: (...names) => join(folder, ...names),
    close: lock.release,
  };
}
