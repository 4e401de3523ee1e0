import * as z from 'zod';
import type { Role } from './role.ts';

export const userNameSchema = z
  .string()
  .regex(/^[\w.@+-]{1,64}$/, 'must be 1 to 64 of the letters a-z, digits and _ . @ + -');

/** The most characters that a password may have: hashing a longer one would be work for nothing. */
export const mostPasswordLength = 1024;

/** scrypt takes NULs at the end of a password for nothing: the HMAC in it pads with them. */
export const hasNoNul = (password: string): boolean => !password.includes('\0');

export const passwordSchema = z
  .string()
  .min(8, 'must have at least 8 characters')
  .max(mostPasswordLength, `must have at most ${mostPasswordLength} characters`)
  .refine(hasNoNul, 'must not hold NUL');

export interface User {
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string;
}

/** A user as lists show it; the times are ISO 8601. */
export interface ListedUser {
  readonly name: string;
  readonly role: Role;
  readonly createdAt: string;
  readonly changedAt: string;
}

/** Those who may sign in. What changes here is seen at the next sign-in; tokens that are about stay good. */
export interface UserStore {
  /** The user of exactly this name; null where there is none. */
  find(name: string): Promise<User | null>;
  /** All of them, in the order of their names. */
  list(): Promise<ListedUser[]>;
  /** Throws `conflict` where the name is taken. */
  add(user: User): Promise<void>;
  /** Throws `not-found` where there is no such user. */
  change(name: string, fields: Partial<Omit<User, 'name'>>): Promise<void>;
  /** Throws `not-found` where there is no such user. */
  remove(name: string): Promise<void>;
}
