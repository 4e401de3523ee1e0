/** A function's own failure, in BigQuery's words. DuckDB hands the message on. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Refusal';
  }
}

/** What BigQuery does and this runtime does not; no SAFE function takes it for a NULL. */
export class Unsupported extends Error {
  constructor(construct: string) {
    super(`${construct} is not supported by the local BigQuery`);
    this.name = 'Unsupported';
  }
}
