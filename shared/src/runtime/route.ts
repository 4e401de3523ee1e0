import type { IncomingHttpHeaders } from 'node:http';
import type * as z from 'zod';
import type { Access } from '../domain/access/role.ts';
import { AppError } from '../domain/app-error.ts';
import type { Answer } from './answer.ts';
import { jsonBytes, platformBytes } from './body-limits.ts';
import { readFormBody, readJsonBody, refuseBody } from './check-body.ts';
import { checkAccept, readType } from './check-headers.ts';
import type { Documentation } from './documentation.ts';
import type { Logger } from './logger.ts';
import { readQuery } from './read-query.ts';

/** A request as it arrives: nothing in it has been checked. */
export interface IncomingCall {
  readonly method: string;
  readonly path: string;
  /** What stands in the path where the route says `{name}`, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Reads the body, once: `read-bytes.ts`. */
  readonly readBody: (mostBytes: number) => Promise<Uint8Array | undefined>;
  readonly requestId: string;
  /** Who asks, as sign-in has proven it; never what a request says of itself. */
  readonly caller: string;
  /** Writes with the request's id and trace. */
  readonly log: Logger;
}

/** A request whose query and body have passed their schemas. */
export interface Call<Query, Body> extends Omit<IncomingCall, 'query' | 'readBody'> {
  readonly query: Query;
  readonly body: Body;
  /** The body's bytes, decompressed; undefined without a body. */
  readonly bytes: Uint8Array | undefined;
}

export interface RouteFacts {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The canonical path first, then the names other systems gave it; `{name}` stands for one segment. */
  readonly paths: readonly string[];
  /** The least role that may use it. */
  readonly access: Access;
  /** What it does, in one line. */
  readonly summary: string;
  /** The largest body it takes, decompressed, in bytes: by default 1 MiB, for an upload 32 MiB, the most that the platform takes. */
  readonly mostBytes?: number;
  /** The media types its answers may have, where that is not JSON alone; a caller who accepts none of them is refused (406) before anything is done. */
  readonly produces?: readonly string[];
  readonly documentation: Documentation;
}

/** What a route's requests are checked by. */
export interface CheckedRequest {
  readonly query: z.ZodObject;
  readonly body?: z.ZodType;
  /** The media types that a body may have; none where the route takes no body. */
  readonly takes: readonly string[];
}

const jsonTypes = (form: boolean) => [
  'application/json',
  ...(form ? ['application/x-www-form-urlencoded'] : []),
];

/** One row of a function's route table. */
export interface Route<Ports> extends RouteFacts {
  readonly mostBytes: number;
  /** What its requests are checked by. */
  readonly request: CheckedRequest;
  /** Connects only for a request that has passed its schemas. */
  readonly answer: (connect: () => Promise<Ports>, call: IncomingCall) => Promise<Answer>;
}

interface RouteDefinition<Ports, Query extends z.ZodObject, Body extends z.ZodType>
  extends RouteFacts {
  /** Strict, so that an unknown parameter is refused by its name. */
  readonly query: Query;
  /**
   * Without it the route takes no body, or an empty JSON object, which some clients always send; a
   * schema that takes `undefined` lets the body be left out.
   */
  readonly body?: Body;
  /** Whether the body may also be a form (application/x-www-form-urlencoded); its fields are texts. */
  readonly form?: boolean;
  readonly run: (ports: Ports, call: Call<z.infer<Query>, z.infer<Body>>) => Promise<Answer>;
}

/** Makes a route whose `run` sees only what its schemas let through. */
export function route<Ports, Query extends z.ZodObject, Body extends z.ZodType = z.ZodUndefined>(
  definition: RouteDefinition<Ports, Query, Body>,
): Route<Ports> {
  const { query, body, form = false, run, ...facts } = definition;
  const { mostBytes = jsonBytes } = facts;
  return {
    ...facts,
    mostBytes,
    request: body === undefined ? { query, takes: [] } : { query, body, takes: jsonTypes(form) },
    answer: async (connect, call) => {
      checkAccept(facts, call);
      const checkedQuery = readQuery(query, call.query);
      const bytes = await call.readBody(mostBytes);
      const read = form ? readFormBody : readJsonBody;
      const value = body === undefined ? refuseBody(call, bytes) : read(body, call, bytes);
      const checked = { ...call, query: checkedQuery, bytes, body: value as z.infer<Body> };
      return run(await connect(), checked);
    },
  };
}

/** A body that is no JSON. */
export interface Upload {
  /** The Content-Type without its parameters, in small letters. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

interface UploadDefinition<Ports, Query extends z.ZodObject> extends RouteFacts {
  /** Strict, so that an unknown parameter is refused by its name. */
  readonly query: Query;
  /** The media types that the body may have. */
  readonly takes: readonly string[];
  readonly run: (ports: Ports, call: Call<z.infer<Query>, Upload>) => Promise<Answer>;
}

/** Makes a route that takes a file as its body, whole and as it comes. */
export function uploadRoute<Ports, Query extends z.ZodObject>(
  definition: UploadDefinition<Ports, Query>,
): Route<Ports> {
  const { query, takes, run, ...facts } = definition;
  const { mostBytes = platformBytes } = facts;
  return {
    ...facts,
    mostBytes,
    request: { query, takes },
    answer: async (connect, call) => {
      checkAccept(facts, call);
      const checkedQuery = readQuery(query, call.query);
      const type = readType(takes, call);
      const bytes = await call.readBody(mostBytes);
      if (bytes === undefined) {
        const message = 'The request has no body; send the file as the body.';
        throw new AppError('invalid-request', message);
      }
      const checked = { ...call, query: checkedQuery, bytes, body: { type, bytes } };
      return run(await connect(), checked);
    },
  };
}
