import * as z from 'zod';
import { AppError, type ErrorDetail } from '../domain/app-error.ts';
import { readJson } from './json/read-json.ts';
import { readForm } from './read-form.ts';
import { refuseAll } from './refuse-all.ts';
import type { IncomingCall } from './route.ts';

/** The value of a JSON body by its schema. Fails with `invalid-request`, which points at every fault, or `unsupported-media-type`. */
export function readJsonBody<S extends z.ZodType>(
  schema: S,
  call: IncomingCall,
  bytes: Uint8Array | undefined,
): z.infer<S> {
  if (bytes === undefined) {
    const none = schema.safeParse(undefined);
    if (none.success) return none.data;
    throw new AppError('invalid-request', 'The request has no body; send JSON.');
  }
  if (!isJson(call)) {
    const message = 'The body must be JSON in UTF-8: Content-Type: application/json.';
    throw new AppError('unsupported-media-type', message);
  }
  return checkBody(schema, readJson(bytes));
}

const form = /^application\/x-www-form-urlencoded\s*(;\s*charset="?utf-?8"?\s*)?$/i;

/** The same for a body that may be a form, too. */
export function readFormBody<S extends z.ZodType>(
  schema: S,
  call: IncomingCall,
  bytes: Uint8Array | undefined,
): z.infer<S> {
  if (bytes === undefined || !form.test(call.headers['content-type'] ?? '')) {
    return readJsonBody(schema, call, bytes);
  }
  return checkBody(schema, readForm(bytes));
}

const json = /^application\/(json|[\w.+-]+\+json)\s*(;\s*charset="?(utf-?8|us-ascii)"?\s*)?$/i;

const isJson = ({ headers }: IncomingCall): boolean => json.test(headers['content-type'] ?? '');

const noFields = z.strictObject({});

/** What a JSON body asks for is never passed over in silence. */
export function refuseBody(call: IncomingCall, bytes: Uint8Array | undefined): undefined {
  if (bytes !== undefined && isJson(call)) checkBody(noFields, readJson(bytes));
}

function checkBody<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw refuseAll('The body', parsed.error.issues.flatMap(bodyFaults));
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
