import { AppError } from '../app-error.ts';
import type { Caller } from './access-control.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { Role } from './role.ts';
import type { SignInAttempts, Subject } from './sign-in-attempts.ts';
import type { TokenSigner } from './token-signer.ts';
import { type UserStore, userNameSchema } from './user-store.ts';

export interface SignInPorts {
  readonly users: Pick<UserStore, 'find'>;
  readonly passwords: PasswordHasher;
  readonly attempts: SignInAttempts;
  readonly signer: TokenSigner;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** From where they came. */
  readonly address: string;
  /** The client's public key, to which answers may be encrypted. */
  readonly key?: Caller['key'];
}

export interface SignedIn {
  readonly token: string;
  readonly seconds: number;
  readonly role: Role;
}

async function claim(attempts: SignInAttempts, subjects: readonly Subject[]): Promise<void> {
  for (const subject of subjects) {
    const retryAfterSeconds = await attempts.claim(subject);
    if (retryAfterSeconds === 0) continue;
    const message = `Too many attempts to sign in; try again in ${retryAfterSeconds} s.`;
    throw new AppError('too-many-requests', message, { retryAfterSeconds });
  }
}

/**
 * Gives a bearer token for a user's name and password. Throws `unauthenticated`, with the same words
 * and after the same work whichever of them is wrong, and `too-many-requests` after many failures.
 */
export async function signIn(
  { users, passwords, attempts, signer }: SignInPorts,
  { username, password, address, key }: Credentials,
): Promise<SignedIn> {
  const from: Subject = { kind: 'address', name: address };
  const of: Subject = { kind: 'user', name: username };
  await claim(attempts, [from, of]);
  const isName = userNameSchema.safeParse(username).success;
  const user = isName ? await users.find(username) : null;
  const isRight = await passwords.verify(password, user?.passwordHash ?? null);
  if (user === null || !isRight) {
    throw new AppError('unauthenticated', 'The user name or the password is wrong.');
  }
  await Promise.all([attempts.forget(of), attempts.takeBack(from)]);
  const { name, role } = user;
  const token = await signer.sign({ name, role, ...(key === undefined ? {} : { key }) });
  return { token, seconds: signer.seconds, role };
}
