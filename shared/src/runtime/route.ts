import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import type { Access } from '../domain/access/role.ts';
import { AppError, type ErrorDetail } from '../domain/app-error.ts';
import type { Answer } from './answer.ts';
import type { Logger } from './logger.ts';

/** A request as it arrives: nothing in it has been checked. */
export interface IncomingCall {
  readonly method: string;
  readonly path: string;
  /** What stands in the path where the route says `{name}`, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** As the framework parsed it: JSON as its value, anything else as text or bytes. */
  readonly body: unknown;
  /** The body's bytes, decompressed; undefined without a body. */
  readonly bytes: Uint8Array | undefined;
  readonly requestId: string;
  /** Who asks, as sign-in has proven it; never what a request says of itself. */
  readonly caller: string;
  /** Writes with the request's id and trace. */
  readonly log: Logger;
}

/** A request whose query and body have passed their schemas. */
export interface Call<Query, Body> extends Omit<IncomingCall, 'query' | 'body'> {
  readonly query: Query;
  readonly body: Body;
}

interface RouteFacts {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The canonical path first, then the names other systems gave it; `{name}` stands for one segment. */
  readonly paths: readonly string[];
  /** The least role that may use it. */
  readonly access: Access;
  /** What it does, in one line. */
  readonly summary: string;
}

/** One row of a function's route table. */
export interface Route<Ports> extends RouteFacts {
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
  readonly run: (ports: Ports, call: Call<z.infer<Query>, z.infer<Body>>) => Promise<Answer>;
}

/** Makes a route whose `run` sees only what its schemas let through. */
export function route<Ports, Query extends z.ZodObject, Body extends z.ZodType = z.ZodUndefined>(
  definition: RouteDefinition<Ports, Query, Body>,
): Route<Ports> {
  const { query, body, run, ...facts } = definition;
  return {
    ...facts,
    answer: async (connect, call) => {
      const checked = {
        ...call,
        query: readQuery(query, call.query),
        body: (body === undefined ? refuseBody(call) : readBody(body, call)) as z.infer<Body>,
      };
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
  return {
    ...facts,
    answer: async (connect, call) => {
      const checked = {
        ...call,
        query: readQuery(query, call.query),
        body: readUpload(takes, call),
      };
      return run(await connect(), checked);
    },
  };
}

function readUpload(takes: readonly string[], { headers, bytes }: IncomingCall): Upload {
  const [type = ''] = (headers['content-type'] ?? '').toLowerCase().split(';');
  if (!takes.includes(type.trim())) {
    throw new AppError(
      'unsupported',
      `The body must be one of ${takes.join(', ')} (Content-Type).`,
    );
  }
  if (bytes === undefined || bytes.length === 0) {
    throw new AppError('invalid-request', 'The request has no body; send the file as the body.');
  }
  return { type: type.trim(), bytes };
}

function refuse(what: string, details: readonly ErrorDetail[]): AppError {
  const sentences = details.map(({ message }) => message).join(' ');
  return new AppError('invalid-request', `${what} is not valid. ${sentences}`, { details });
}

function readQuery<S extends z.ZodObject>(schema: S, query: URLSearchParams): z.infer<S> {
  const names = [...new Set(query.keys())];
  const known = Object.keys(schema.shape);
  const repeated = names
    .filter((name) => query.getAll(name).length > 1)
    .map((at) => ({ at, message: `${at} is given more than once.` }));
  const unknown = names
    .filter((name) => !known.includes(name))
    .map((at) => ({ at, message: `There is no parameter ${at}; there are ${known.join(', ')}.` }));
  const parsed = schema.safeParse(
    Object.fromEntries(known.flatMap((name) => (query.has(name) ? [[name, query.get(name)]] : []))),
  );
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({ at: path.join('.'), message }));
  const details = [...repeated, ...unknown, ...wrong];
  if (details.length > 0 || !parsed.success) throw refuse('The query', details);
  return parsed.data;
}

function readBody<S extends z.ZodType>(schema: S, call: IncomingCall): z.infer<S> {
  if (call.body === undefined) {
    const none = schema.safeParse(undefined);
    if (none.success) return none.data;
    throw new AppError('invalid-request', 'The request has no body; send JSON.');
  }
  if (!isJson(call)) {
    throw new AppError('unsupported', 'The body must be JSON: Content-Type: application/json.');
  }
  return checkBody(schema, call.body);
}

const isJson = ({ headers }: IncomingCall): boolean =>
  /^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(headers['content-type'] ?? '');

const noFields = z.strictObject({});

/** What a JSON body asks for is never passed over in silence. */
function refuseBody(call: IncomingCall): undefined {
  if (call.body !== undefined && isJson(call)) checkBody(noFields, call.body);
}

function checkBody<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw refuse('The body', parsed.error.issues.flatMap(bodyFaults));
}

function bodyFaults(issue: z.core.$ZodIssue): ErrorDetail[] {
  const pointer = (path: readonly PropertyKey[]) =>
    path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  if (issue.code !== 'unrecognized_keys') {
    return [{ at: pointer(issue.path), message: `${issue.message}.`.replace(/\.\.$/, '.') }];
  }
  return issue.keys.map((key) => ({
    at: pointer([...issue.path, key]),
    message: `There is no field ${key}.`,
  }));
}
