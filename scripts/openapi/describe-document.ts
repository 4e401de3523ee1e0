import { Components } from './components.ts';
import { describeAnswers } from './describe-answers.ts';
import { describeBody } from './describe-body.ts';
import { describeParameters } from './describe-parameters.ts';
import { fixedComponents, fixedSchemas, rolesFrom } from './fixed-components.ts';
import { type DocumentedFunction, type Operation, operationId } from './list-operations.ts';

const description = `Cutover moves a database onto Google Cloud and proves that it arrived.

Sign in with \`POST /auth/token\`; every other route but the health checks and the public keys takes the token as
\`Authorization: Bearer\`. Each route says the least role that may use it: viewer, operator or admin. Errors are problem
documents (RFC 9457) with a \`code\`. Bodies may be encrypted end to end (\`application/jose\`), and compressed
(\`Content-Encoding: gzip\`). Lists come by pages: \`next\` of one is the \`cursor\` of the following.`;

function describeAccess({ access }: Operation) {
  if (access === 'public') return { description: 'Takes no token.', security: [] };
  return {
    description: `Takes the role ${rolesFrom(access).join(' or ')}.`,
    security: [{ bearer: [] }, { password: [] }],
    'x-least-role': access,
  };
}

/** A route at one of its paths; every one but the first is the name that another system gave it. */
function describeOperation(operation: Operation, path: string, components: Components) {
  const [canonical = ''] = operation.paths;
  const isAlias = path !== canonical;
  const access = describeAccess(operation);
  const parameters = describeParameters(operation, path);
  return {
    operationId: operationId(operation.method, path),
    tags: [operation.tag],
    summary: operation.summary,
    ...access,
    ...(isAlias
      ? {
          deprecated: true,
          description: `Another name of ${operation.method} ${canonical}. ${access.description}`,
        }
      : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...describeBody(operation, components),
    responses: describeAnswers(operation, components),
  };
}

/** The OpenAPI 3.1 document of the functions. The same routes give the same document. */
export function describeDocument(functions: readonly DocumentedFunction[], version: string) {
  const components = new Components();
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of functions.flatMap(({ operations }) => operations)) {
    for (const path of operation.paths) {
      const method = operation.method.toLowerCase();
      paths[path] = { ...paths[path], [method]: describeOperation(operation, path, components) };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cutover',
      version,
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: functions.map(({ tag, summary }) => ({ name: tag, description: summary })),
    paths,
    components: {
      ...fixedComponents,
      schemas: { ...fixedSchemas, ...components.schemas },
      responses: components.responses,
    },
  };
}
