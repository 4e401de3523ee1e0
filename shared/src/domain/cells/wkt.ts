/**
 * Well-known text, read strictly: a server may turn what it does not understand into NULL without
 * a word. Two coordinates a point; no collection within a collection, which MariaDB can't read.
 */
interface Reader {
  /** Takes the next token if it is this one. */
  take(token: string): boolean;
  /** Takes the next token whatever it is; undefined at the end. */
  next(): string | undefined;
}

type Body = (reader: Reader) => string | null;

const tokenPattern = /\s*([A-Z]+|[-+]?(?:\d+\.?\d*|\.\d+)(?:E[-+]?\d+)?|[(),]|\S)/gy;

function readTokens(text: string): Reader {
  const tokens = Array.from(
    text.trim().toUpperCase().matchAll(tokenPattern),
    (match) => match[1] ?? '',
  );
  let at = 0;
  return {
    take: (token) => {
      if (tokens[at] !== token) return false;
      at++;
      return true;
    },
    next: () => tokens[at++],
  };
}

function readNumber(reader: Reader): string | null {
  const token = reader.next();
  if (token === undefined || !/^[-+.\d]/.test(token)) return null;
  const value = Number(token);
  return Number.isFinite(value) ? String(value) : null;
}

function readPoint(reader: Reader): string | null {
  const x = readNumber(reader);
  const y = x === null ? null : readNumber(reader);
  return y === null ? null : `${x} ${y}`;
}

/** MULTIPOINT's points stand in brackets of their own or not; canonical is without, which all servers read. */
function readLoosePoint(reader: Reader): string | null {
  if (!reader.take('(')) return readPoint(reader);
  const point = readPoint(reader);
  return reader.take(')') ? point : null;
}

/** `(item, item ...)` with at least `least` items and, for a ring, the last equal to the first. */
function listOf(readItem: Body, least = 1, isRing = false): Body {
  return (reader) => {
    if (!reader.take('(')) return null;
    const items: string[] = [];
    do {
      const item = readItem(reader);
      if (item === null) return null;
      items.push(item);
    } while (reader.take(','));
    if (!reader.take(')') || items.length < least) return null;
    return isRing && items[0] !== items.at(-1) ? null : `(${items.join(',')})`;
  };
}

function readSinglePoint(reader: Reader): string | null {
  if (!reader.take('(')) return null;
  const point = readPoint(reader);
  return point !== null && reader.take(')') ? `(${point})` : null;
}

const line = listOf(readPoint, 2);
const polygon = listOf(listOf(readPoint, 4, true));

const bodies: Readonly<Record<string, Body>> = {
  POINT: readSinglePoint,
  LINESTRING: line,
  POLYGON: polygon,
  MULTIPOINT: listOf(readLoosePoint),
  MULTILINESTRING: listOf(line),
  MULTIPOLYGON: listOf(polygon),
};

const collection = listOf((reader) => {
  const shape = reader.next() ?? '';
  const body = bodies[shape]?.(reader) ?? null;
  return body === null ? null : shape + body;
});

function readCollection(reader: Reader): string | null {
  return reader.take('EMPTY') ? ' EMPTY' : collection(reader);
}

/** The shape (in lower case) and the one spelling of a well-known text; null for anything else. */
export function readWkt(text: string): { readonly shape: string; readonly text: string } | null {
  const reader = readTokens(text);
  const named = reader.next() ?? '';
  const shape = named === 'GEOMCOLLECTION' ? 'GEOMETRYCOLLECTION' : named;
  const readBody = shape === 'GEOMETRYCOLLECTION' ? readCollection : bodies[shape];
  const body = readBody?.(reader) ?? null;
  if (body === null || reader.next() !== undefined) return null;
  return { shape: shape.toLowerCase(), text: shape + body };
}
