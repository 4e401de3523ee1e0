import fc from 'fast-check';
import { jsonQuery, jsonValue } from '../../../scripts/local/bigquery/sql/runtime/json-path.ts';
import { normaliseJson } from '../../../scripts/local/bigquery/sql/runtime/json-text.ts';

describe('JSON of GoogleSQL', () => {
  it('means the same after it was normalised, and is left alone then', () => {
    const document = fc.json({ noUnicodeString: false });
    fc.assert(
      fc.property(document, (text) => {
        fc.pre(!/\d{16}|[eE]/.test(text));
        const once = normaliseJson(text);
        expect(JSON.parse(once)).toEqual(JSON.parse(text));
        expect(normaliseJson(once)).toBe(once);
      }),
    );
  });

  it('has its members in order, the first of each name, and numbers in one form', () => {
    expect(normaliseJson('{"b": 1.50, "a": 1, "a": 2, "é": 1e2}')).toBe(
      '{"a":1,"b":1.5,"é":100.0}',
    );
    expect(normaliseJson('[12345678901234567890, 1e20, -0, -0.0]')).toBe(
      '[12345678901234567890,1e+20,0,-0.0]',
    );
  });

  it.each(['{a:1}', '[1,]', '[1 2]', '"\\x"', '01', '', '{"a":1} x', '\u00a01'])(
    'is not %p',
    (text) => {
      expect(() => normaliseJson(text)).toThrow('Invalid input to PARSE_JSON');
    },
  );

  it('is read through a path', () => {
    const text = '{"a.b": {"c": [1, {"d": 1.50}]}, "n": null}';
    expect(jsonValue(text, '$."a.b".c[1].d')).toBe('1.50');
    expect(jsonValue(text, '$."a.b"')).toBeNull();
    expect(jsonQuery(text, '$."a.b".c')).toBe('[1,{"d":1.50}]');
    expect(jsonQuery(text, '$.n')).toBeNull();
    expect(jsonValue('no JSON', '$.a')).toBeNull();
    expect(() => jsonValue(text, 'a')).toThrow("JSONPath must start with '$'");
    expect(() => jsonValue(text, '$.*')).toThrow('Invalid token in JSONPath at: .*');
    expect(() => jsonValue('{"a": 1', '$.a')).toThrow('is not supported by the local BigQuery');
  });
});
