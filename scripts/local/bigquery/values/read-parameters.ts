import { DuckDBListValue, DuckDBStructValue, type DuckDBValue } from '@duckdb/node-api';
import * as z from 'zod';
import { invalid, notSupported } from '../api-error.ts';
import { fieldName } from '../duckdb-type.ts';
import { type Bound, bindingType } from '../engine/bound.ts';
import { formatType, type GoogleType, scalarTypeNamed } from '../google-type.ts';
import type { Parameter } from '../sql/statement.ts';
import { parseScalar } from './parse-scalar.ts';

interface TypeResource {
  readonly type: string;
  readonly arrayType?: TypeResource | undefined;
  readonly structTypes?:
    | readonly { readonly name?: string | undefined; readonly type: TypeResource }[]
    | undefined;
}

interface ValueResource {
  readonly value?: string | null | undefined;
  readonly arrayValues?: readonly ValueResource[] | null | undefined;
  readonly structValues?: Readonly<Record<string, ValueResource>> | null | undefined;
}

const typeSchema: z.ZodType<TypeResource> = z.lazy(() =>
  z.object({
    type: z.string(),
    arrayType: typeSchema.optional(),
    structTypes: z.array(z.object({ name: z.string().optional(), type: typeSchema })).optional(),
  }),
);

const textSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const valueSchema: z.ZodType<ValueResource, unknown> = z.lazy(() =>
  z.object({
    value: textSchema.nullish(),
    arrayValues: z.array(valueSchema).nullish(),
    structValues: z.record(z.string(), valueSchema).nullish(),
  }),
);

/** A query's parameters as the API brings them. */
export const parametersSchema = z.array(
  z.object({
    name: z.string().optional(),
    parameterType: typeSchema,
    parameterValue: valueSchema.optional(),
  }),
);

type ParameterResource = z.infer<typeof parametersSchema>[number];

function readType({ type, arrayType, structTypes }: TypeResource): GoogleType {
  const scalar = scalarTypeNamed(type);
  if (scalar !== null) return scalar;
  if (type === 'ARRAY') {
    if (arrayType === undefined) throw invalid('The type of an array parameter lacks arrayType.');
    return { kind: 'ARRAY', element: readType(arrayType) };
  }
  if (type !== 'STRUCT') throw notSupported(`parameters of type ${type}`);
  const fields = (structTypes ?? []).map((field) => ({
    name: field.name || null,
    type: readType(field.type),
  }));
  return { kind: 'STRUCT', fields };
}

function readValue(resource: ValueResource | undefined, type: GoogleType): DuckDBValue {
  if (type.kind === 'ARRAY') {
    const { arrayValues } = resource ?? {};
    if (!arrayValues) return null;
    return new DuckDBListValue(arrayValues.map((item) => readValue(item, type.element)));
  }
  if (type.kind === 'STRUCT') {
    const { structValues } = resource ?? {};
    if (!structValues) return null;
    const entries = type.fields.map(
      (field, index) =>
        [
          fieldName(field.name, index),
          readValue(structValues[field.name ?? ''], field.type),
        ] as const,
    );
    return new DuckDBStructValue(Object.fromEntries(entries));
  }
  const text = resource?.value ?? null;
  if (text === null) return null;
  const value = parseScalar(text, type.kind);
  if (value !== undefined) return value;
  throw invalid(`Invalid value for type: ${formatType(type)} is not a valid value: ${text}`);
}

function readParameter({ name, parameterType, parameterValue }: ParameterResource) {
  const googleType = readType(parameterType);
  return {
    parameter: { name: name || null, type: googleType },
    bound: { value: readValue(parameterValue, googleType), type: bindingType(googleType) },
  };
}

/** What the statement's parameters are called and are, and what is bound in their places. */
export function readParameters(resources: readonly ParameterResource[]): {
  readonly parameters: readonly Parameter[];
  readonly bound: readonly Bound[];
} {
  const read = resources.map(readParameter);
  return {
    parameters: read.map(({ parameter }) => parameter),
    bound: read.map(({ bound }) => bound),
  };
}
