import { readRequestId, readTrace } from '@cutover/shared/runtime/trace.ts';

const id = '0af7651916cd43dd8448eb211c80319c';

describe('readRequestId', () => {
  test('keeps a plain id of the caller', () => {
    expect(readRequestId({ 'x-request-id': 'order-17.a' })).toBe('order-17.a');
  });

  test.each(['', 'two words', 'a\u00e9', 'x'.repeat(129)])(
    'makes its own instead of %j',
    (given) => {
      expect(readRequestId({ 'x-request-id': given })).toMatch(/^[\da-f-]{36}$/);
    },
  );
});

describe('readTrace', () => {
  test.each([
    { traceparent: `00-${id}-b7ad6b7169203331-01` },
    { 'x-cloud-trace-context': `${id}/123;o=1` },
    { 'x-cloud-trace-context': id },
  ])('reads the trace id of %j', (headers) => {
    expect(readTrace(headers)).toEqual({ 'logging.googleapis.com/trace': id });
  });

  test.each([{}, { traceparent: 'nonsense' }, { 'x-cloud-trace-context': '17' }])(
    'writes no field for %j',
    (headers) => {
      expect(readTrace(headers)).toEqual({});
    },
  );
});
