import { isAllowed, roles } from '../../shared/src/domain/access/role.ts';
import { problemKinds } from '../../shared/src/runtime/problem.ts';

const text = { type: 'string' };

/** RFC 9457, with the suite's extensions. Some problems tell more, so that other fields may be there. */
const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'request_id'],
  properties: {
    type: { ...text, examples: ['urn:cutover:problem:not-found'] },
    title: text,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: { ...text, examples: Object.keys(problemKinds) },
    detail: { ...text, description: 'What is wrong, and what to do.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['message'],
        properties: {
          at: { ...text, description: 'JSON pointer, parameter, header or column at fault.' },
          code: { ...text, description: 'Why a value was refused.' },
          message: text,
        },
      },
    },
    request_id: text,
  },
};

const jwe = {
  ...text,
  description:
    'A compact JWE (RFC 7516) of the same content: a request’s to a key of /.well-known/jwks.json with use enc, an answer’s to the key (jwk) that was given at sign-in.',
};

export const fixedSchemas = { Problem: problem, Jwe: jwe };

export const fixedComponents = {
  parameters: {
    'Idempotency-Key': {
      name: 'Idempotency-Key',
      in: 'header',
      description:
        'Makes a repeat safe: the same key with the same content gets the first answer again (header idempotency-replayed).',
      schema: { ...text, minLength: 1, maxLength: 255 },
    },
    'If-Match': {
      name: 'If-Match',
      in: 'header',
      description:
        'The ETag of the version that is to be changed; of any other nothing is changed (412).',
      schema: text,
    },
  },
  headers: {
    RequestId: { description: 'By which the log knows the request.', schema: text },
    ETag: { description: 'Of the content; If-None-Match takes it.', schema: text },
    RetryAfter: { description: 'Seconds after which to ask again.', schema: text },
  },
  securitySchemes: {
    bearer: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description:
        'A token of POST /auth/token, or an ID token of Google’s for an account on the list.',
    },
    password: {
      type: 'oauth2',
      description: 'User name and password for a token.',
      flows: { password: { tokenUrl: '/auth/token', scopes: {} } },
    },
  },
};

/** The roles that may use a route that takes at least this one. */
export const rolesFrom = (least: (typeof roles)[number]) =>
  roles.filter((role) => isAllowed(role, least));
