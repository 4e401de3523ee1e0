import { mayLoseDigits } from '../../../shared/src/domain/batch/exact-json.ts';

describe('digits of a JSON text', () => {
  it.each(['[1234567890123456]', '[0.123456789012345]', '[1e3]', '[{"a":-12E+2}]', '["5eggs"]'])(
    'may be lost where %s is parsed',
    (text) => expect(mayLoseDigits(Buffer.from(text))).toBe(true),
  );

  it.each([
    '[123456789012345]',
    '[true,1,"a.east",12345678,123456789]',
    '["2021-01-01T00:00:00"]',
    '',
  ])('are kept where %s is parsed', (text) => expect(mayLoseDigits(Buffer.from(text))).toBe(false));
});
