import { toJsonSchema } from './components.ts';
import type { Operation } from './list-operations.ts';

const reference = (name: string) => ({ $ref: `#/components/parameters/${name}` });

/** What an example gives it, so that a form for trying a call out is filled in. */
const sample = (values: readonly (string | undefined)[]) => {
  const example = values.find((value) => value !== undefined);
  return example === undefined ? {} : { example };
};

function describePath({ documentation: { examples } }: Operation, path: string) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
    ...sample(examples.map((each) => each.path?.[name])),
  }));
}

function describeQuery({ request: { query } }: Operation) {
  const { properties = {}, required = [] } = toJsonSchema(query, 'input') as {
    properties?: Record<string, { type?: string; description?: string }>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    ...(description === undefined ? {} : { description }),
    // A family of parameters, name[…]=…, may be empty.
    ...(schema.type === 'object'
      ? { style: 'deepObject', explode: true, schema }
      : { ...(required.includes(name) ? { required: true } : {}), schema }),
  }));
}

/** The parameters in the path, the query and the headers. */
export function describeParameters(operation: Operation, path: string) {
  const { headers = [] } = operation.documentation;
  return [
    ...describePath(operation, path),
    ...describeQuery(operation),
    ...headers.map((name) => reference(name)),
  ];
}
