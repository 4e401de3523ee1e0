import fc from 'fast-check';
import type { FuzzedRoute } from './fuzzed-routes.ts';
import { hostileCursor, hostileText } from './hostile-values.ts';
import { type JsonSchema, sensibleColumn, sensibleTexts, valuesOf } from './sensible-values.ts';

/** A request as it is sent. */
export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const known = sensibleTexts('');
const operator = fc.constantFrom('eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'null');
const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Sensible three times of four. */
const oftenOr = (sensible: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 3, arbitrary: sensible }, { weight: 1, arbitrary: hostileText });

/** A path with something for each `{name}`. */
const pathsOf = ({ path }: FuzzedRoute) =>
  fc
    .tuple(
      ...path.split('/').map((segment) => {
        if (!segment.startsWith('{')) return fc.constant(segment);
        const sensible = sensibleTexts(segment.slice(1, -1));
        const value = oftenOr(sensible);
        return value.map((each) => encodeURIComponent(each.toWellFormed()));
      }),
    )
    .map((segments) => segments.join('/'));

type Pair = readonly [string, string];

/** One parameter; an object's, as `where`, are named `where[column][operator]`. */
function parameterOf(name: string, schema: JsonSchema): fc.Arbitrary<Pair> {
  const value = valuesOf(schema, name).map(text);
  if (schema.type !== 'object') {
    const values = name === 'cursor' ? fc.oneof(value, hostileCursor) : oftenOr(value);
    return fc.tuple(fc.constant(name), values);
  }
  const column = oftenOr(sensibleColumn);
  const how = fc.oneof({ weight: 4, arbitrary: operator }, { weight: 1, arbitrary: hostileText });
  const key = fc.oneof(
    column.map((each) => `${name}[${each}]`),
    fc.tuple(column, how).map(([each, by]) => `${name}[${each}][${by}]`),
  );
  return fc.tuple(key, fc.oneof(known, hostileText));
}

/** Once in so many times. */
const sometimes = (pair: fc.Arbitrary<Pair>, times: number) =>
  fc.oneof(
    { weight: times - 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: pair },
  );

function queriesOf({ query }: FuzzedRoute): fc.Arbitrary<string> {
  const documented = Object.entries(query.properties ?? {}).map(([name, schema]) =>
    sometimes(parameterOf(name, schema), 2),
  );
  const unknown = sometimes(fc.tuple(hostileText, hostileText), 20);
  return fc.tuple(...documented, unknown).map((parameters) => {
    const given = parameters.filter((parameter) => parameter !== undefined);
    return new URLSearchParams(
      given.map(([name, value]): [string, string] => [name, value]),
    ).toString();
  });
}

interface SentBody {
  readonly type: string;
  readonly body: string;
}

const boundary = 'fuzz';
const part = (name: string, value: string, file = '') =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;

const formOf = (value: unknown) =>
  new URLSearchParams(
    Object.entries(Object(value)).map(([name, each]): [string, string] => [name, text(each) ?? '']),
  );

/** Lines as a file for a table has them, and lines as it has not. */
const file = fc
  .array(fc.array(fc.oneof(known, hostileText), { maxLength: 5 }), { maxLength: 4 })
  .map((lines) => lines.map((cells) => cells.join(',')).join('\n'));

function bodyOf(type: string, { body = {} }: FuzzedRoute): fc.Arbitrary<SentBody> {
  const of = (bodies: fc.Arbitrary<string>, sentType = type) =>
    bodies.map((each): SentBody => ({ type: sentType, body: each }));
  if (type === 'multipart/form-data') {
    const named = fc.tuple(fc.oneof(known, hostileText), fc.oneof(known, hostileText), file);
    const parts = named.map(([name, filename, content]) => [
      part(name, filename),
      part('file', content, `; filename="${filename}"`),
    ]);
    return of(
      parts.map((each) => `${each.join('')}--${boundary}--\r\n`),
      `${type}; boundary=${boundary}`,
    );
  }
  if (type === 'application/x-www-form-urlencoded') {
    return of(valuesOf(body).map((value) => formOf(value).toString()));
  }
  if (type === 'application/json') {
    const json = valuesOf(body).map((value) => JSON.stringify(value) ?? '');
    return of(fc.oneof({ weight: 9, arbitrary: json }, { weight: 1, arbitrary: hostileText }));
  }
  return of(file);
}

const printable = hostileText.map((each) => each.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 200));

const headers = fc
  .record(
    { 'idempotency-key': printable, 'if-match': printable, accept: printable, range: printable },
    { requiredKeys: [] },
  )
  .map((given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')));

/** Requests for a route whose every documented parameter may be hostile. */
export function hostileRequests(route: FuzzedRoute): fc.Arbitrary<HostileRequest> {
  const bodies = route.takes.map((type) => bodyOf(type, route));
  const body = bodies.length === 0 ? fc.constant(undefined) : fc.oneof(...bodies);
  const extra = fc.oneof(
    { weight: 9, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: headers },
  );
  return fc
    .tuple(pathsOf(route), queriesOf(route), body, extra)
    .map(([path, query, sent, given]) => ({
      method: route.method,
      path: query === '' ? path : `${path}?${query}`,
      headers: { ...given, ...(sent === undefined ? {} : { 'content-type': sent.type }) },
      body: sent?.body,
    }));
}
