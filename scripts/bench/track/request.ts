/** One request of a client's round, and the status that it must be answered with. */
export interface Request {
  readonly method: 'POST' | 'GET' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly status: number;
}
