import type { GoogleType } from '../../google-type.ts';
import { coerce } from './coerce.ts';
import { scalarType, type Value } from './value.ts';

/** What two values' types can meet in beside the types themselves. */
const meetings: readonly GoogleType[] = [scalarType('FLOAT64'), scalarType('NUMERIC')];

/**
 * The type that all of the values become where they must share one, or null. Expressions decide
 * before literals do: a literal becomes the type of a column beside it.
 */
export function supertype(values: readonly Value[]): GoogleType | null {
  const typed = values.filter(({ untyped }) => !untyped);
  const firm = typed.filter(({ literal, isParameter }) => literal === null && !isParameter);
  const candidates = [...firm, ...typed].map(({ type }) => type);
  const fits = (type: GoogleType) => values.every((value) => coerce(value, type) !== null);
  return (
    [...candidates, ...meetings].find(fits) ?? (typed.length === 0 ? untypedType(values) : null)
  );
}

/** What NULL and [] alone become. */
const untypedType = (values: readonly Value[]): GoogleType | null =>
  values.find(({ type }) => type.kind === 'ARRAY')?.type ?? values[0]?.type ?? null;
