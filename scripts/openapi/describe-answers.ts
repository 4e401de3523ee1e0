import type { ErrorCode } from '../../shared/src/domain/app-error.ts';
import type { DocumentedAnswer } from '../../shared/src/runtime/documentation.ts';
import { problemKinds } from '../../shared/src/runtime/problem.ts';
import type { Components } from './components.ts';
import type { Operation } from './list-operations.ts';

const header = (name: string) => ({ $ref: `#/components/headers/${name}` });
const everywhere = { 'x-request-id': header('RequestId') };
const problem = { $ref: '#/components/schemas/Problem' };
const problemType = 'application/problem+json';

/** What every route may refuse. */
function listProblems({ access, request, documentation }: Operation): ErrorCode[] {
  const hasBody = request.takes.length > 0;
  return [
    'invalid-request',
    ...(access === 'public' ? [] : (['unauthenticated', 'forbidden'] as const)),
    'not-acceptable',
    ...(hasBody ? (['too-large', 'unsupported-media-type'] as const) : []),
    'misconfigured',
    'internal',
    'unavailable',
    ...(documentation.problems ?? []),
  ];
}

function describeProblems(codes: readonly ErrorCode[]) {
  const sentences = codes.map((code) => `\`${code}\`: ${problemKinds[code].title}.`);
  const waits = codes.some((code) => ['busy', 'unavailable', 'too-many-requests'].includes(code));
  return {
    description: sentences.join(' '),
    headers: { ...everywhere, ...(waits ? { 'Retry-After': header('RetryAfter') } : {}) },
    content: { [problemType]: { schema: problem } },
  };
}

type Schema = Readonly<Record<string, unknown>>;

/** The answer's media types: JSON by its schema, problems from 400 on, others as text. */
function describeContent(operation: Operation, status: number, schema: Schema | undefined) {
  if (status >= 400) return { [problemType]: { schema } };
  const types = operation.produces ?? ['application/json'];
  const shown = operation.documentation.examples.filter(
    (each) => (each.status ?? 200) === status && each.answer !== undefined,
  );
  const json = shown.filter(({ answer }) => typeof answer !== 'string');
  const examples = Object.fromEntries(
    json.map(({ summary, answer }, at) => [`example${at + 1}`, { summary, value: answer }]),
  );
  const contents = types.map((type) =>
    type === 'application/json' && schema !== undefined
      ? [type, { schema, ...(json.length === 0 ? {} : { examples }) }]
      : [type, { schema: { type: 'string' } }],
  );
  const sealed = ['application/jose', { schema: { $ref: '#/components/schemas/Jwe' } }];
  const isSealable = schema !== undefined && operation.access !== 'public';
  return Object.fromEntries(isSealable ? [...contents, sealed] : contents);
}

function describeAnswer(
  operation: Operation,
  status: number,
  { description, schema, headers = {} }: DocumentedAnswer,
  components: Components,
) {
  const own = schema && components.refer(schema, `${operation.id}Answer${status}`, 'output');
  const isRead = operation.method === 'GET' && status === 200;
  const content = status === 204 || status === 302 ? {} : describeContent(operation, status, own);
  return {
    description,
    headers: {
      ...everywhere,
      ...(isRead ? { ETag: header('ETag') } : {}),
      ...Object.fromEntries(
        Object.entries(headers).map(([name, meaning]) => [
          name,
          { description: meaning, schema: { type: 'string' } },
        ]),
      ),
    },
    ...(Object.keys(content).length === 0 ? {} : { content }),
  };
}

/** All answers by status; a status may mean what the route says or a refusal of any route. */
export function describeAnswers(operation: Operation, components: Components) {
  const byStatus = Map.groupBy(listProblems(operation), (code) => problemKinds[code].status);
  const refusals = [...byStatus]
    .filter(([status]) => operation.documentation.answers[status] === undefined)
    .map(([status, codes]) => {
      const response = describeProblems(codes);
      return [status, components.referResponse(codes.join('.'), response)] as const;
    });
  const { answers } = operation.documentation;
  const own = Object.entries(answers).map(([status, answer]) => {
    const described = describeAnswer(operation, Number(status), answer, components);
    const codes = byStatus.get(Number(status));
    if (codes === undefined) return [status, described] as const;
    const refusal = describeProblems(codes);
    const schema = described.content?.[problemType]?.schema;
    const content = { [problemType]: { schema: { anyOf: [schema, problem] } } };
    const description = `${described.description} ${refusal.description}`;
    return [status, { ...described, description, content }] as const;
  });
  return Object.fromEntries([...refusals, ...own]);
}
