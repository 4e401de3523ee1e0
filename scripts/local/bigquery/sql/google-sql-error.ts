/** BigQuery's reasons, which the REST API answers as they are. */
export type ErrorReason = 'invalidQuery' | 'notImplemented' | 'notFound' | 'duplicate' | 'invalid';

/**
 * A statement that is wrong, or that cannot be translated exactly. The message ends with the place
 * in the statement, as BigQuery's do: "Unrecognized name: x at [1:8]".
 */
export class GoogleSqlError extends Error {
  readonly reason: ErrorReason;
  /** line:column, both from 1; null where the error belongs to no place. */
  readonly location: string | null;

  constructor(reason: ErrorReason, message: string, location: string | null) {
    super(location === null ? message : `${message} at [${location}]`);
    this.name = 'GoogleSqlError';
    this.reason = reason;
    this.location = location;
  }
}
