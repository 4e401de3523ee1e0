import type { Context } from '../resolve/context.ts';
import type { Expression } from '../syntax/expression.ts';

const times = ['MICROSECOND', 'MILLISECOND', 'SECOND', 'MINUTE', 'HOUR'];
const weeks = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'].map(
  (day) => `WEEK(${day})`,
);
const days = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'];
const periods = [...days, 'ISOWEEK', 'ISOYEAR', ...weeks];

export type MomentType = 'DATE' | 'TIME' | 'DATETIME' | 'TIMESTAMP';

export const momentTypes: readonly string[] = ['DATE', 'TIME', 'DATETIME', 'TIMESTAMP'];

/** The parts that a moment of each type can be moved by … */
export const movable: Readonly<Record<MomentType, readonly string[]>> = {
  DATE: days,
  TIME: times,
  DATETIME: [...times, ...days],
  TIMESTAMP: [...times, 'DAY'],
};

/** … that lie between two of them … */
export const countable: Readonly<Record<MomentType, readonly string[]>> = {
  DATE: periods,
  TIME: times,
  DATETIME: [...times, ...periods],
  TIMESTAMP: [...times, 'DAY'],
};

/** … and that one can be cut off at. */
export const divisible: Readonly<Record<MomentType, readonly string[]>> = {
  DATE: periods,
  TIME: times,
  DATETIME: [...times, ...periods],
  TIMESTAMP: [...times, ...periods],
};

/** The words of a date part, as MONTH or WEEK(MONDAY), in capitals; null for another expression. */
function readPart(node: Expression | undefined): string | null {
  if (node?.kind === 'path' && node.names.length === 1)
    return node.names[0]?.text.toUpperCase() ?? null;
  const [day] = node?.kind === 'call' ? node.args : [];
  if (node?.kind !== 'call' || day?.kind !== 'path') return null;
  return `${node.name}(${day.names[0]?.text.toUpperCase() ?? ''})`;
}

/** The date part that stands as an argument of a function, and has to be one that it knows. */
export function expectPart(
  node: Expression | undefined,
  known: readonly string[],
  { name, at }: { readonly name: string; readonly at: number },
  context: Context,
): string {
  const part = readPart(node);
  if (part === null) throw context.error(node?.at ?? at, `${name} needs a date part`);
  if (known.includes(part)) return part;
  throw context.error(node?.at ?? at, `${name} does not support the ${part} date part`);
}
