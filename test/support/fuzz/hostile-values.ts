import fc from 'fast-check';

/** Words that a careless program would run, follow or choke on. */
const injections = [
  "' OR '1'='1",
  '1 OR 1=1',
  '1; DROP TABLE canary; -- ',
  "1' UNION SELECT word FROM canary -- ",
  "'); DELETE FROM canary; -- ",
  '`',
  '``id`` FROM canary -- ',
  'id`, (SELECT word FROM canary) AS `x',
  '(SELECT word FROM canary)',
  "1 AND SLEEP(60) AND '1'='1",
  "' AND (SELECT 1 FROM (SELECT SLEEP(60)) x) -- ",
  "\\' OR 1=1 -- ",
  '\u00bf\u0027 OR 1=1',
  "' INTO OUTFILE '/tmp/canary",
  '%',
  '_%',
  '../../etc/passwd',
  '%2e%2e%2fcanary',
  'gs://other/secret.csv',
  'http://169.254.169.254/computeMetadata/v1/',
  'id][eq',
  '__proto__',
  'constructor',
  'toString',
  '0x27',
  '\\N',
  'NULL',
  '',
  ' ',
  '-1',
  '0',
  '1e3',
  '9007199254740993',
  '18446744073709551616',
  '99999999999999999999999',
  'NaN',
  '*',
  'all',
  '{}',
  '[]',
  '\0',
  '\r\nset-cookie: a=b',
  'é😀\u2028',
  '\ud800',
  '=cmd|calc',
];

/** Texts that nobody means. */
export const hostileText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...injections) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...injections), fc.string({ maxLength: 5 })).map(join),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 3 }).map((text) => text.repeat(400)) },
);

function join(parts: readonly string[]): string {
  return parts.join('');
}

const cursorPart = fc.oneof(
  hostileText,
  fc.constantFrom('hired_employees', 'asc', 'desc', '1'),
  fc.integer(),
);

/** Cursors that were never given: they look like those that are. */
export const hostileCursor = fc
  .oneof(fc.array(cursorPart, { maxLength: 4 }), fc.object({ maxDepth: 2 }), hostileText)
  .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));

/** JSON that no schema asks for. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(null, true, -1, 0, 1e308, 2 ** 63, 0.1, [], {}),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constant(JSON.parse('{"__proto__": {"admin": true}}')) },
);
