import { deadlineWithin } from '@cutover/shared/runtime/deadline.ts';

describe('deadlineWithin', () => {
  test.each([
    [540, 486],
    [3600, 3240],
    [1, 1],
  ])('is nine tenths of a timeout of %d s where nobody says it', (timeout, seconds) => {
    expect(deadlineWithin(timeout, undefined)).toBe(seconds);
  });

  test('is what is wished for where that is sooner', () => {
    expect(deadlineWithin(540, 486)).toBe(486);
    expect(deadlineWithin(540, 30)).toBe(30);
  });

  test('refuses what would be cut off, and says why', () => {
    expect(() => deadlineWithin(540, 487)).toThrow(
      expect.objectContaining({
        code: 'misconfigured',
        message:
          'DEADLINE_SECONDS: must be at most 486, nine tenths of the 540 s after which the platform ends a call (timeout_seconds in function.yaml).',
      }),
    );
  });
});
