import { compactJson, printJson } from './json-text.ts';
import { type Json, JsonNumber, JsonObject, parseJson } from './parse-json.ts';
import { Refusal, Unsupported } from './refusal.ts';

const standardStep = /\.([^.[\]"'*]+)|\."((?:[^"\\]|\\.)*)"|\[(\d+)\]/y;
const legacyStep = /\.([^.[\]"'*]+)|\[\s*'((?:[^'\\]|\\.)*)'\s*\]|\[(\d+)\]/y;

/** The members and elements that a JSONPath leads through. `legacy` is that of JSON_EXTRACT. */
function readPath(path: string, isLegacy: boolean): (string | number)[] {
  if (!path.startsWith('$')) throw new Refusal("JSONPath must start with '$'");
  const step = isLegacy ? legacyStep : standardStep;
  const steps: (string | number)[] = [];
  for (let at = 1; at < path.length; ) {
    step.lastIndex = at;
    const match = step.exec(path);
    if (match === null) throw new Refusal(`Invalid token in JSONPath at: ${path.slice(at)}`);
    const [whole, plain, quoted, index] = match;
    const name = plain ?? quoted?.replaceAll(/\\(.)/g, '$1') ?? '';
    steps.push(index === undefined ? name : Number(index));
    at += whole.length;
  }
  return steps;
}

function follow(value: Json, steps: readonly (string | number)[]): Json | undefined {
  let current: Json | undefined = value;
  for (const step of steps) {
    if (Array.isArray(current)) current = typeof step === 'number' ? current[step] : undefined;
    else if (current instanceof JsonObject)
      current = typeof step === 'string' ? current.get(step) : undefined;
    else return undefined;
  }
  return current;
}

/**
 * A document, or undefined for text that is none. What BigQuery finds in one that breaks off depends
 * on where it breaks.
 */
function read(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (/^\s*[[{"]/.test(text)) throw new Unsupported('JSON text that breaks off');
    return undefined;
  }
}

function find(text: string, path: string, isLegacy: boolean): Json | undefined {
  const steps = readPath(path, isLegacy);
  const value = read(text);
  return value === undefined ? undefined : follow(value, steps);
}

function scalarText(value: Json | undefined): string | null {
  if (value instanceof JsonNumber) return value.source;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value : null;
}

/** JSON_VALUE: a scalar as text; NULL for everything else. */
export const jsonValue = (text: string, path: string) => scalarText(find(text, path, false));
export const jsonExtractScalar = (text: string, path: string) => scalarText(find(text, path, true));

/** JSON_QUERY of a STRING: NULL where nothing, or null, is found. */
export function jsonQuery(text: string, path: string): string | null {
  const value = find(text, path, false);
  return value === undefined || value === null ? null : compactJson(value);
}

export function jsonExtract(text: string, path: string): string | null {
  const value = find(text, path, true);
  return value === undefined || value === null ? null : compactJson(value);
}

/** JSON_QUERY of a JSON value: null is found, too. */
export function jsonSelect(text: string, path: string): string | null {
  const value = find(text, path, false);
  return value === undefined ? null : printJson(value);
}

export function jsonExtractSelect(text: string, path: string): string | null {
  const value = find(text, path, true);
  return value === undefined ? null : printJson(value);
}

/** A member by its name, as value.name reads it. */
export function jsonMember(text: string, name: string): string | null {
  const value = follow(parseJson(text), [name]);
  return value === undefined ? null : printJson(value);
}

export function jsonElement(text: string, index: bigint): string | null {
  const value = index < 0n ? undefined : follow(parseJson(text), [Number(index)]);
  return value === undefined ? null : printJson(value);
}

/** The elements of an array as texts in JSON, which DuckDB makes a list of; NULL for what is no array. */
export function jsonQueryArray(text: string, path: string): string | null {
  const value = find(text, path, false);
  return Array.isArray(value) ? JSON.stringify(value.map(compactJson)) : null;
}

/** The same of scalars; NULL where one is none. */
export function jsonValueArray(text: string, path: string): string | null {
  const value = find(text, path, false);
  if (!Array.isArray(value)) return null;
  const texts = value.map((item) => (item === null ? null : scalarText(item)));
  const isWhole = value.every((item, index) => item === null || texts[index] !== null);
  return isWhole ? JSON.stringify(texts) : null;
}
