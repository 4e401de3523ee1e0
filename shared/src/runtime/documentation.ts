import type * as z from 'zod';
import type { ErrorCode } from '../domain/app-error.ts';

/** What an answer of one status means. */
export interface DocumentedAnswer {
  readonly description: string;
  /** Of its JSON, which is a problem from 400 on; left out where it has none. */
  readonly schema?: z.ZodType;
  /** Headers beyond those that every answer has, each with what it says. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that works, and what is answered to it. */
export interface Example {
  readonly summary: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON, the fields of a form, or the text of a file. */
  readonly body?: unknown;
  /** 200 where it is left out. */
  readonly status?: number;
  /** The JSON, or the text of another format; left out where it says little. */
  readonly answer?: unknown;
}

export const documentedHeaders = ['Idempotency-Key', 'If-Match'] as const;

/** What the API documentation tells of a route beyond what its requests are checked by. */
export interface Documentation {
  readonly answers: Readonly<Record<number, DocumentedAnswer>>;
  /** Refusals of its own, beyond those that every route has. */
  readonly problems?: readonly ErrorCode[];
  readonly headers?: readonly (typeof documentedHeaders)[number][];
  /** The fields of the form that an upload may be. */
  readonly form?: z.ZodType;
  readonly examples: readonly Example[];
}
