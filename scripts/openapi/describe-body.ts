import type { Example } from '../../shared/src/runtime/documentation.ts';
import type { Components } from './components.ts';
import type { Operation } from './list-operations.ts';

/** A file's bytes, of whatever type. */
const file = { type: 'string', contentMediaType: 'application/octet-stream' };

function namedExamples(examples: readonly Example[], isWanted: (body: unknown) => boolean) {
  const wanted = examples.filter(({ body }) => body !== undefined && isWanted(body));
  if (wanted.length === 0) return {};
  return {
    examples: Object.fromEntries(
      wanted.map(({ summary, body }, at) => [`example${at + 1}`, { summary, value: body }]),
    ),
  };
}

const isText = (body: unknown) => typeof body === 'string';

function describeForm({ id, documentation: { form } }: Operation, components: Components) {
  const upload = { type: 'object', properties: { file } };
  if (form === undefined) return upload;
  return { allOf: [components.refer(form, `${id}Form`, 'input'), upload] };
}

function describeType(operation: Operation, type: string, components: Components) {
  const { id, request, documentation } = operation;
  const { examples, form } = documentation;
  if (type === 'multipart/form-data') return { schema: describeForm(operation, components) };
  const schema = request.body ?? form;
  if (schema !== undefined && type.startsWith('application/')) {
    return {
      schema: components.refer(
        schema,
        `${id}${request.body === undefined ? 'Form' : 'Body'}`,
        'input',
      ),
      ...namedExamples(examples, (body) => !isText(body)),
    };
  }
  return type.startsWith('text/')
    ? { schema: { type: 'string' }, ...namedExamples(examples, isText) }
    : { schema: file };
}

/** What the body may be; nothing where the route takes none. */
export function describeBody(operation: Operation, components: Components) {
  const { request } = operation;
  if (request.takes.length === 0) return {};
  const types = request.takes.map((type) => [type, describeType(operation, type, components)]);
  const sealed = ['application/jose', { schema: { $ref: '#/components/schemas/Jwe' } }];
  const required = request.body === undefined || !request.body.safeParse(undefined).success;
  return { requestBody: { required, content: Object.fromEntries([...types, sealed]) } };
}
