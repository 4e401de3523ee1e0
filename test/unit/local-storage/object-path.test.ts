import { isAbsolute, join, normalize } from 'node:path';
import fc from 'fast-check';
import { toFilePath, toObjectName } from '../../../scripts/local/storage/object-path.ts';

const bytesOf = (text: string) => Buffer.byteLength(text);

/** Names that Cloud Storage takes, rich in what file systems don't. */
const names = fc
  .array(
    fc.oneof(
      fc.constantFrom('', '.', '..', '.hidden', 'x~', '%~', '%~.', '%25', '%00', '50%', '\0', 'é'),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((segments) => segments.join('/'))
  .filter((name) => name.isWellFormed() && !/[\r\n\uFFFD]/.test(name))
  .filter((name) => name !== '' && name !== '.' && name !== '..');

describe('the file of an object', () => {
  it('is where one would look for it', () => {
    expect(toFilePath('hires/2021 über 50%.csv')).toBe('hires/2021 über 50%.csv');
  });

  it.each([
    ['folder/', 'folder/%~'],
    ['a//b', 'a/%~/b'],
    ['/etc/passwd', '%~/etc/passwd'],
    ['../../etc/passwd', '%~../%~../etc/passwd'],
    ['a/./b', 'a/%~./b'],
    ['.hidden', '%~.hidden'],
    ['draft~', '%~draft~'],
    ['%~x', '%~%25~x'],
    ['nul\0.csv', '%~nul%00.csv'],
  ])('of %j is %j', (name, path) => {
    expect(toFilePath(name)).toBe(path);
  });

  it('leads back to its name, and stays below its bucket, whatever the name', () => {
    fc.assert(
      fc.property(names, (name) => {
        const path = toFilePath(name);
        expect(isAbsolute(path)).toBe(false);
        expect(normalize(join('/bucket', path))).toBe(`/bucket/${path}`);
        expect(path.split('/')).not.toContain('..');
        expect(toObjectName(path)).toBe(name);
      }),
    );
  });

  it.each([
    ['', 'needs a name'],
    ['.', 'may be named'],
    ['..', 'may be named'],
    ['a\nb', 'carriage return'],
    ['x'.repeat(1025), '1024 bytes'],
    [`a/${'x'.repeat(256)}`, '255 bytes'],
    [`a/${'ü'.repeat(128)}`, '255 bytes'],
    ['\uD800', 'Unicode'],
  ])('is refused for %j', (name, message) => {
    expect(() => toFilePath(name)).toThrow(message);
  });
});

describe('a file put there by hand', () => {
  it.each(['.x.csv.swp', 'a/.git/config', 'x.csv~', '%~plain', '%~%zz', 'a\uFFFDb'])(
    'is no object when it is %j',
    (path) => {
      expect(toObjectName(path)).toBeUndefined();
    },
  );

  it('is no object when its path is too long for a name', () => {
    const path = Array.from({ length: 6 }, () => 'y'.repeat(200)).join('/');
    expect(bytesOf(path)).toBeGreaterThan(1024);
    expect(toObjectName(path)).toBeUndefined();
  });
});
