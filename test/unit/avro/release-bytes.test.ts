import { releaseBytes } from '../../../shared/src/adapters/avro/release-bytes.ts';

describe('bytes that nobody reads any more', () => {
  it('give all of their buffer back, once', () => {
    const { buffer } = new Uint8Array(512 * 1024);
    const part = new Uint8Array(buffer, 1024, 2048);
    releaseBytes(part);
    releaseBytes(part);
    expect(buffer.detached).toBe(true);
    expect(part.length).toBe(0);
  });

  it('stay where they are few, because others may use the same buffer', () => {
    const pooled = Buffer.from('one of many in the pool');
    releaseBytes(pooled);
    expect(pooled.toString()).toBe('one of many in the pool');
  });
});
