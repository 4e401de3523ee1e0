/** A function's own failure, in BigQuery's words. DuckDB hands the message on. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Refusal';
  }
}
