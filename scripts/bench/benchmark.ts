/** What `npm run bench -- <name>` runs. */
export interface Benchmark {
  readonly usage: string;
  /** Measures and prints. False where a promise does not hold. Throws on arguments that it does not know. */
  run(args: readonly string[]): Promise<boolean>;
}
