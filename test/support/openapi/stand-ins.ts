/** Documented values and what stands for them in a running suite: ids that only its answers tell, its password. */
export class StandIns {
  readonly #values = new Map<string, string>();

  learn(documented: string, real: unknown): void {
    this.#values.set(documented, String(real));
  }

  /** The value with every documented text in it replaced. */
  fill<T>(value: T): T {
    if (typeof value === 'string') return (this.#values.get(value) ?? value) as T;
    if (Array.isArray(value)) return value.map((item) => this.fill(item)) as T;
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, item]) => [name, this.fill(item)]);
    return Object.fromEntries(entries) as T;
  }
}
