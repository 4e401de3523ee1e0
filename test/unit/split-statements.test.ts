import fc from 'fast-check';
import { splitStatements } from '../../shared/src/adapters/mysql/split-statements.ts';

const texts = (sql: string) => splitStatements(sql).map(({ text }) => text);

describe('splitStatements', () => {
  it.each([
    [
      'INSERT INTO t VALUES (\';\'), (";"); SELECT 1',
      ['INSERT INTO t VALUES (\';\'), (";")', 'SELECT 1'],
    ],
    ["SELECT 'it''s; fine'; SELECT 2;", ["SELECT 'it''s; fine'", 'SELECT 2']],
    [String.raw`SELECT 'a\';b', "c\\"; SELECT 2`, [String.raw`SELECT 'a\';b', "c\\"`, 'SELECT 2']],
    ['DROP TABLE `a;b``;c`; SELECT 1', ['DROP TABLE `a;b``;c`', 'SELECT 1']],
    [
      'SELECT 1 -- one; not two\n, 2; # three;\nSELECT 3',
      ['SELECT 1 -- one; not two\n, 2', 'SELECT 3'],
    ],
    ['/* a; b */ SELECT /* c; */ 1 /* d */;', ['SELECT /* c; */ 1']],
    [
      '/*!40101 SET NAMES utf8mb4; */; /*M! SELECT 1 */',
      ['/*!40101 SET NAMES utf8mb4; */', '/*M! SELECT 1 */'],
    ],
    ['SELECT 5--1; SELECT 2', ['SELECT 5--1', 'SELECT 2']],
    ['SELECT 1 --', ['SELECT 1']],
    [' ;; -- nothing\n; /* nothing; */', []],
    ['', []],
  ])('splits %j', (sql, expected) => {
    expect(texts(sql)).toEqual(expected);
  });

  it('counts lines from 1 to where the statement itself begins', () => {
    const sql = "-- first\n\nSELECT 'a\nb';\n/* two\nlines */ SELECT 2;SELECT\r\n3";
    expect(splitStatements(sql).map(({ line }) => line)).toEqual([3, 6, 6]);
  });

  it.each([
    ["SELECT 1;\nSELECT 'a''b;\nSELECT 2", "line 2: ' is opened and never closed."],
    ['SELECT "a\\"', 'line 1: " is opened and never closed.'],
    ['DROP TABLE `a``', 'line 1: ` is opened and never closed.'],
    ['SELECT 1 /* no end;', 'line 1: /* is opened and never closed.'],
    ['/*! no end', 'line 1: /* is opened and never closed.'],
  ])('refuses %j', (sql, message) => {
    expect(() => splitStatements(sql)).toThrow(new SyntaxError(message));
  });

  const quoted = (quote: string) =>
    fc
      .string({
        unit: fc.constantFrom('a', ';', '\n', "'", '"', '`', '\\', '-', '#', '/', '*', 'é', '😀'),
      })
      .map((text) => {
        const doubled = text.replaceAll(quote, quote + quote);
        return quote + (quote === '`' ? doubled : doubled.replaceAll('\\', '\\\\')) + quote;
      });
  const comment = fc.constantFrom("-- x; 'y\n", '# "z;\n', '/* `;\n */', '--\n');
  const piece = fc.oneof(
    fc.constantFrom('SELECT', '(', '5-1', 'a.b', ',', '😀', '/*!1 ; */'),
    quoted("'"),
    quoted('"'),
    quoted('`'),
  );
  const statement = fc
    .tuple(piece, fc.array(fc.oneof(piece, comment)), piece)
    .map(([first, middle, last]) => [first, ...middle, last].join(' '));

  it('gives back exactly the statements that a file was made of', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(comment, statement)), fc.boolean(), (parts, isClosed) => {
        const sql = parts.map(([before, text]) => `${before} ${text} `).join(';');
        expect(texts(isClosed ? `${sql};` : sql)).toEqual(parts.map(([, text]) => text));
      }),
    );
  });

  it('finds each statement on the line it names, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', ';', '\n', "'", '`', '\\', '-', ' ', '#', '/', '*'),
        }),
        (sql) => {
          let statements: ReturnType<typeof splitStatements>;
          try {
            statements = splitStatements(sql);
          } catch (error) {
            expect(error).toBeInstanceOf(SyntaxError);
            return;
          }
          for (const { text, line } of statements) {
            expect(
              sql
                .split('\n')
                .slice(line - 1)
                .join('\n'),
            ).toContain(text);
          }
        },
      ),
    );
  });
});
