import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import { installWithApt, unpackWithApt } from './apt.ts';
import {
  findInstalledMariadb,
  findUnpackedMariadb,
  type MariadbPrograms,
} from './mariadb-programs.ts';

const advice =
  'Install the packages mariadb-server-core and mariadb-client-core, or name a MySQL server in MYSQL_URL (mysql://user:password@host:port/database).';

/** Unpacks beside and renames, so that a download cut short is never taken for the programs. */
async function unpack(folder: string): Promise<void> {
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  await unpackWithApt(unfinished);
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
}

async function obtain(folder: string, mayInstall: boolean): Promise<void> {
  if (!mayInstall) return unpack(folder);
  // Packages that stand in the way (Oracle's MySQL) refuse the installation, not the unpacking.
  await installWithApt().catch(() => unpack(folder));
}

/**
 * Finds MariaDB's programs, or gets them from the distribution: installed (programs only, never a
 * service) where this process is root, else unpacked below `home`. CUTOVER_MARIADB_PROGRAMS=private
 * makes it use programs unpacked below `home` alone.
 */
export async function ensureMariadb(
  home: string,
  say: (line: string) => void,
): Promise<MariadbPrograms> {
  const folder = join(home, 'programs', 'mariadb');
  const isPrivate = process.env.CUTOVER_MARIADB_PROGRAMS === 'private';
  const find = async () =>
    (isPrivate ? undefined : await findInstalledMariadb()) ?? (await findUnpackedMariadb(folder));
  const found = await find();
  if (found !== undefined) return found;
  if (!existsSync('/usr/bin/apt-get')) {
    throw new AppError('unavailable', `No MariaDB server was found on this machine. ${advice}`);
  }
  say("Getting MariaDB's programs from the distribution (once) ...");
  try {
    await obtain(folder, process.getuid?.() === 0 && !isPrivate);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('unavailable', `MariaDB could not be had: ${reason} ${advice}`, { cause });
  }
  const obtained = await find();
  if (obtained === undefined) {
    throw new AppError('unavailable', `MariaDB's programs came, but do not run here. ${advice}`);
  }
  return obtained;
}
