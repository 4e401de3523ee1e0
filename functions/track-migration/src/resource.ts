import type { Keys, Records, ResourceName } from '@cutover/shared/domain/tracking/resource.ts';
import type {
  Author,
  RecordStore,
  Stored,
} from '@cutover/shared/domain/tracking/tracking-store.ts';
import type * as z from 'zod';
import type { Ports } from './ports.ts';

/** One resource on the wire. */
export interface Resource<R extends ResourceName = ResourceName, Input extends Keys[R] = Keys[R]> {
  readonly name: R;
  /** What the API documentation calls one. */
  readonly title: string;
  readonly path: string;
  /** The key's fields as parameters of a query. */
  readonly key: z.ZodObject & z.ZodType<Keys[R]>;
  /** All fields of a record as parameters of a query. */
  readonly filter: z.ZodObject;
  readonly body: z.ZodType<Input>;
  /** Of a record in answers. */
  readonly record: z.ZodObject;
  /** A record, as a request may bring it, and what to replace in it. */
  readonly example: { readonly body: Readonly<Record<string, unknown>>; readonly change: object };
  readonly storeOf: (ports: Ports) => RecordStore<R>;
  readonly create: (ports: Ports, input: Input, author: Author) => Promise<Stored<Records[R]>>;
  readonly replace: (
    ports: Ports,
    input: Input,
    author: Author,
    expectedVersion?: number,
  ) => Promise<Stored<Records[R]>>;
}
