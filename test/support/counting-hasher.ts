import type { PasswordHasher } from '@cutover/shared/domain/access/password-hasher.ts';

/** A hasher whose hash is the password; it counts what a real one takes long for. */
export function countingHasher(): PasswordHasher & { readonly verified: () => number } {
  let verified = 0;
  return {
    verified: () => verified,
    hash: async (password) => password,
    verify: async (password, hash) => {
      verified += 1;
      return password === hash;
    },
  };
}
