import { invalid } from './api-error.ts';

/** A mask such as `items(name,size),nextPageToken` or `items/name`; an empty one keeps everything. */
type Mask = Map<string, Mask>;

/** Keeps of a JSON value what the parameter `fields` names (partial response). */
export function selectFields(value: object, fields: string): object {
  return select(value, parseMask(fields)) as object;
}

function select(value: unknown, mask: Mask): unknown {
  if (mask.size === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => select(item, mask));
  const kept = Object.entries(value).flatMap(([field, inner]) => {
    const innerMask = mask.get(field) ?? mask.get('*');
    return innerMask === undefined ? [] : [[field, select(inner, innerMask)]];
  });
  return Object.fromEntries(kept);
}

function parseMask(fields: string): Mask {
  const tokens = fields.match(/[^,/()\s]+|[,/()]/g) ?? [];
  const mask = readMask(tokens);
  if (tokens.length > 0) throw invalid(`The parameter fields is malformed: ${fields}`);
  return mask;
}

function readMask(tokens: string[]): Mask {
  const mask: Mask = new Map();
  do {
    readPath(tokens, mask);
  } while (tokens[0] === ',' && tokens.shift());
  return mask;
}

function readPath(tokens: string[], mask: Mask) {
  const field = tokens.shift();
  if (field === undefined || /^[,/()]$/.test(field)) {
    throw invalid('The parameter fields is malformed.');
  }
  const isKnown = mask.has(field);
  const inner: Mask = mask.get(field) ?? new Map();
  if (tokens[0] === '/') {
    tokens.shift();
    readPath(tokens, inner);
  } else if (tokens[0] === '(') {
    tokens.shift();
    for (const [name, deeper] of readMask(tokens)) inner.set(name, deeper);
    if (tokens.shift() !== ')') throw invalid('The parameter fields lacks a closing parenthesis.');
  } else if (isKnown) {
    inner.clear();
  }
  mask.set(field, inner);
}
