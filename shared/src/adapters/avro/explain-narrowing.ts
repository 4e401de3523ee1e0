import type { Column } from '../../domain/contract.ts';

type Loss = string | undefined;
type Compare = (from: Column, to: Column) => Loss;

const unlimited = Number.POSITIVE_INFINITY;
const wholeDigits = ({ precision = 65, scale = 0 }: Column) => precision - scale;

const compareIntegers: Compare = (from, to) =>
  (from.min ?? 0n) < (to.min ?? 0n) || (from.max ?? 0n) > (to.max ?? 0n)
    ? 'its range is narrower'
    : undefined;

const compareDecimals: Compare = (from, to) => {
  if (wholeDigits(from) > wholeDigits(to)) return 'it has fewer digits before the point';
  if ((from.scale ?? 0) > (to.scale ?? 0)) return 'it has fewer decimals';
  return to.unsigned === true && from.unsigned !== true ? 'it takes no negative number' : undefined;
};

const compareFloats: Compare = (from, to) => {
  if (to.singlePrecision === true && from.singlePrecision !== true) return 'it would round';
  const isFixed = to.precision !== undefined;
  if (isFixed && (from.precision !== to.precision || from.scale !== to.scale)) {
    return 'it has other digits';
  }
  return to.unsigned === true && from.unsigned !== true ? 'it takes no negative number' : undefined;
};

const compareTexts: Compare = (from, to) => {
  if (to.fixedLength === true && from.fixedLength !== true) return 'it drops trailing spaces';
  const { maxCharacters = from.maxBytes ?? unlimited } = from;
  const most = to.maxCharacters ?? to.maxBytes ?? unlimited;
  return maxCharacters > most ? 'it is shorter' : undefined;
};

const compareBytes: Compare = (from, to) => {
  if (to.fixedLength === true && (from.fixedLength !== true || from.maxBytes !== to.maxBytes)) {
    return 'it fills up with zero bytes';
  }
  return (from.maxBytes ?? unlimited) > (to.maxBytes ?? unlimited) ? 'it is shorter' : undefined;
};

const compareMembers: Compare = (from, to) =>
  (from.members ?? []).every((member) => to.members?.includes(member))
    ? undefined
    : 'it does not have all of its members';

const compareFractions: Compare = (from, to) =>
  (from.fraction ?? 0) > (to.fraction ?? 0)
    ? "it has fewer digits of a second's fraction"
    : undefined;

const compareBits: Compare = (from, to) =>
  (from.bits ?? 1) > (to.bits ?? 1) ? 'it has fewer bits' : undefined;

/** By the kinds of both columns; of pairs that are not here the values tell. */
const comparisons: Readonly<Record<string, Compare>> = {
  'integer integer': compareIntegers,
  'integer boolean': compareIntegers,
  'boolean integer': compareIntegers,
  'boolean boolean': compareIntegers,
  'decimal decimal': compareDecimals,
  'float float': compareFloats,
  'text text': compareTexts,
  'binary binary': compareBytes,
  'enum enum': compareMembers,
  'set set': compareMembers,
  'bit bit': compareBits,
  'time time': compareFractions,
  'datetime datetime': compareFractions,
  'timestamp timestamp': compareFractions,
  'timestamp datetime': compareFractions,
  'datetime timestamp': () => 'its range is narrower',
  'datetime date': () => 'it has no time of day',
  'timestamp date': () => 'it has no time of day',
};

/**
 * Why a column of the type `to` can't hold every value of one of the type `from`, as the end of a
 * sentence about `to`; undefined where it can, or where that depends on the values.
 */
export function explainNarrowing(from: Column, to: Column): string | undefined {
  return comparisons[`${from.kind} ${to.kind}`]?.(from, to);
}
