import { etagOf, readIfMatch } from '../../../shared/src/runtime/if-match.ts';

describe('If-Match', () => {
  it('names the version that an ETag was made of', () => {
    expect(readIfMatch({ 'if-match': etagOf(7) })).toEqual([7]);
  });

  it('lets any version be where it is absent or a star', () => {
    expect(readIfMatch({})).toBeNull();
    expect(readIfMatch({ 'if-match': ' * ' })).toBeNull();
  });

  it.each([
    ['"1","2" ,\t"3"', [1, 2, 3]],
    ['W/"1", "2"', [2]],
    ['"a,\\"', []],
    ['""', []],
    ['"W/"', []],
    ['"9007199254740993"', []],
  ])('names of %s those that it could have been given', (header, versions) => {
    expect(readIfMatch({ 'if-match': header })).toEqual(versions);
  });

  it.each(['1', '"1', '"1"2"', '"1",', '*, "1"', 'w/"1"', ''])('refuses [%s]', (header) => {
    expect(() => readIfMatch({ 'if-match': header })).toThrow('If-Match must be * or an ETag');
  });

  it('refuses If-None-Match, which it could not heed', () => {
    expect(() => readIfMatch({ 'if-none-match': '*' })).toThrow('If-None-Match has no meaning');
  });
});
