import { AppError } from '../app-error.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { UserStore } from './user-store.ts';

/** Adds an administrator where there is no user yet, so that somebody can sign in. Says whether it did. */
export async function addFirstAdmin(
  users: UserStore,
  passwords: PasswordHasher,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<boolean> {
  if ((await users.list()).length > 0) return false;
  try {
    const passwordHash = await passwords.hash(password);
    await users.add({ name, role: 'admin', passwordHash });
    return true;
  } catch (error) {
    // Another instance was faster.
    if (error instanceof AppError && error.code === 'conflict') return false;
    throw error;
  }
}
