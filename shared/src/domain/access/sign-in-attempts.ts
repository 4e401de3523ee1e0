/** How often something may fail before it has to wait: 1 s after `free` attempts, then twice as long each time. */
export interface Allowance {
  readonly free: number;
  readonly mostWaitSeconds: number;
}

/** A guesser changes names or addresses, so both are counted; many people share an address. */
export const allowances = {
  user: { free: 10, mostWaitSeconds: 900 },
  address: { free: 50, mostWaitSeconds: 900 },
} as const satisfies Record<string, Allowance>;

export interface Subject {
  readonly kind: keyof typeof allowances;
  readonly name: string;
}

/** The attempts of late to sign in, of all instances together; they are forgotten an hour after the last one. */
export interface SignInAttempts {
  /**
   * Counts an attempt before it is looked at, so that attempts at the same time are counted, too.
   * Answers 0 to go on, or the seconds to wait; then the attempt is not counted.
   */
  claim(subject: Subject): Promise<number>;
  /** Takes an attempt back: it was no failure. */
  takeBack(subject: Subject): Promise<void>;
  /** Forgets all attempts. */
  forget(subject: Subject): Promise<void>;
}
