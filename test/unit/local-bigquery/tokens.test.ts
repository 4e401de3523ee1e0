import { readTokens } from '../../../scripts/local/bigquery/sql/tokens/read-tokens.ts';

const shown = (text: string) =>
  readTokens(text)
    .slice(0, -1)
    .map(({ kind, text: value }) => `${kind} ${value}`);

describe('the tokens of GoogleSQL', () => {
  it('are words, names, numbers, texts, bytes, parameters and symbols', () => {
    expect(shown("SELECT `a b`, 1, 0x1F, 2.5e3, .5, 'x', b'\\xff', @p, ? FROM t")).toEqual([
      'word SELECT',
      'quoted a b',
      'symbol ,',
      'integer 1',
      'symbol ,',
      'integer 0x1F',
      'symbol ,',
      'float 2.5e3',
      'symbol ,',
      'float .5',
      'symbol ,',
      'string x',
      'symbol ,',
      'bytes ff',
      'symbol ,',
      'parameter p',
      'symbol ,',
      'symbol ?',
      'word FROM',
      'word t',
    ]);
  });

  it.each([
    ["'it\\'s'", "string it's"],
    ["r'\\n\\''", "string \\n\\'"],
    ['"""a "quoted" line\r\nand one more"""', 'string a "quoted" line\nand one more'],
    ["'\\u00e9\\U0001F600\\x41\\101'", 'string é😀AA'],
    ["B'''é'''", 'bytes c3a9'],
    ['`a\\`b`', 'quoted a`b'],
  ])('%s is %s', (text, token) => {
    expect(shown(text)).toEqual([token]);
  });

  it('leave out blanks and comments', () => {
    expect(shown('a # x\nb -- y\n/* z\n */ c')).toEqual(['word a', 'word b', 'word c']);
  });

  it('take what follows a dot for a name', () => {
    expect(shown('t.2020_rows.select')).toEqual([
      'word t',
      'symbol .',
      'word 2020_rows',
      'symbol .',
      'word select',
    ]);
  });

  it.each([
    ["'a\nb'", 'Syntax error: Unclosed string literal at [1:1]'],
    ['a\n  """b', 'Syntax error: Unclosed triple-quoted string literal at [2:3]'],
    ['`a', 'Syntax error: Unclosed identifier literal at [1:1]'],
    ['``', 'Syntax error: Invalid empty identifier at [1:1]'],
    ['/* a', 'Syntax error: Unclosed comment at [1:1]'],
    ["'é' $", 'Syntax error: Illegal input character "$" at [1:5]'],
    ["'\\ud800'", 'Syntax error: Illegal escape sequence: \\ud800 at [1:1]'],
    ["b'\\u00e9'", 'Syntax error: Illegal escape sequence: \\u00e9 at [1:1]'],
    ['12abc', 'Syntax error: Missing whitespace between literal and alias at [1:3]'],
  ])('are refused in %s', (text, message) => {
    expect(() => readTokens(text)).toThrow(message);
  });
});
