export interface PasswordHasher {
  /** A text that holds what `verify` needs, with a new salt each time. */
  hash(password: string): Promise<string>;
  /**
   * Whether the password is the one that was hashed. Without a hash it takes the same time and
   * answers false, so that nobody hears from the time whether there is such a user.
   */
  verify(password: string, hash: string | null): Promise<boolean>;
}
