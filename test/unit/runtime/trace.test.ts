import { describeTrace, readRequestId, readTrace } from '@cutover/shared/runtime/trace.ts';

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
    [{ traceparent: `00-${id}-b7ad6b7169203331-01` }, 'b7ad6b7169203331', true],
    [{ traceparent: `00-${id}-b7ad6b7169203331-00` }, 'b7ad6b7169203331', false],
    [{ 'x-cloud-trace-context': `${id}/123;o=1` }, '000000000000007b', true],
    [{ 'x-cloud-trace-context': `${id}/18446744073709551615` }, 'ffffffffffffffff', false],
    [{ 'x-cloud-trace-context': id }, undefined, false],
  ])('reads the span of %j', (headers, spanId, isSampled) => {
    expect(readTrace(headers)).toEqual({ traceId: id, spanId, isSampled });
  });

  test.each([{}, { traceparent: 'nonsense' }, { 'x-cloud-trace-context': '17' }])(
    'finds none in %j',
    (headers) => {
      expect(readTrace(headers)).toBeUndefined();
    },
  );
});

describe('describeTrace', () => {
  const span = { traceId: id, spanId: 'b7ad6b7169203331', isSampled: true };

  test('names the trace as Cloud Logging does', () => {
    expect(describeTrace(span, 'my-project')).toEqual({
      'logging.googleapis.com/trace': `projects/my-project/traces/${id}`,
      'logging.googleapis.com/spanId': 'b7ad6b7169203331',
      'logging.googleapis.com/trace_sampled': true,
    });
  });

  test('writes the id alone where the project is not known', () => {
    expect(describeTrace({ ...span, spanId: undefined, isSampled: false }, undefined)).toEqual({
      'logging.googleapis.com/trace': id,
      'logging.googleapis.com/trace_sampled': false,
    });
  });

  test('writes nothing without a span', () => {
    expect(describeTrace(undefined, 'my-project')).toEqual({});
  });
});
