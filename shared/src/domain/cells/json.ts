import type { Column } from '../contract.ts';
import { refuse, type ValueCheck } from './cell-fault.ts';

/** Deepest nesting of arrays and objects; brackets inside strings don't count. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (inString && unit === 92) at++;
    else if (unit === 34) inString = !inString;
    else if (!inString && (unit === 91 || unit === 123)) deepest = Math.max(deepest, ++depth);
    else if (!inString && (unit === 93 || unit === 125)) depth--;
  }
  return deepest;
}

/** True where a parsed value has nothing that the database would lose: no half of a surrogate pair, no overflow. */
function isWhole(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every((held) => isWhole(held));
  return Object.entries(value).every(([key, held]) => key.isWellFormed() && isWhole(held));
}

/** JSON: the text as it is, if it is one JSON value; stored values are compared by value. */
export function compileJson(column: Column): ValueCheck {
  const { maxDepth = 100 } = column;
  return (cell) => {
    if (!cell.isWellFormed()) return refuse('bad-encoding', cell, 'is not well-formed Unicode');
    if (depthOf(cell) > maxDepth) {
      return refuse('out-of-range', cell, `is nested deeper than ${maxDepth} levels`);
    }
    let value: unknown;
    try {
      value = JSON.parse(cell);
    } catch {
      return refuse('type-error', cell, 'is not JSON');
    }
    return isWhole(value) ? cell : refuse('out-of-range', cell, "has a part that JSON can't keep");
  };
}
