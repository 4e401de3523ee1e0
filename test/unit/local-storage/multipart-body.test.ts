import fc from 'fast-check';
import { readMultipart } from '../../../scripts/local/storage/multipart-body.ts';

async function* inPieces(body: Buffer, size: number) {
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
}

async function collect(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

function write(media: Uint8Array, newline = '\r\n', boundary = '=b='): Buffer {
  const head = [
    `--${boundary}`,
    'Content-Type: application/json',
    '',
    '{"name":"x"}',
    `--${boundary}`,
    'Content-Type: text/csv',
    '',
    '',
  ].join(newline);
  return Buffer.concat([
    Buffer.from(head),
    media,
    Buffer.from(`${newline}--${boundary}--${newline}`),
  ]);
}

const type = "multipart/related; boundary='=b='";

describe('a multipart upload', () => {
  it('gives back the resource and the media, in whatever pieces it arrives', async () => {
    const media = fc
      .array(
        fc.oneof(
          fc.uint8Array({ maxLength: 20 }),
          fc.constantFrom('\r\n', '\r\n--', '\r\n--=b', '--').map((text) => Buffer.from(text)),
        ),
      )
      .map((parts) => Buffer.concat(parts))
      .filter((bytes) => !bytes.includes('\r\n--=b='));
    await fc.assert(
      fc.asyncProperty(media, fc.integer({ min: 1, max: 40 }), async (bytes, size) => {
        const body = await readMultipart(type, inPieces(write(bytes), size));
        expect(body.json.toString()).toBe('{"name":"x"}');
        expect(body.mediaType).toBe('text/csv');
        expect(await collect(body.media)).toEqual(bytes);
      }),
    );
  });

  it('may have lines that end in LF alone', async () => {
    const body = await readMultipart(type, inPieces(write(Buffer.from('a\r'), '\n'), 7));
    expect((await collect(body.media)).toString()).toBe('a\r');
  });

  it('is refused when it ends before its boundary', async () => {
    const body = await readMultipart(type, inPieces(write(Buffer.from('abc')).subarray(0, -9), 10));
    await expect(collect(body.media)).rejects.toThrow('before its closing boundary');
  });

  it('is refused without a boundary', async () => {
    await expect(readMultipart('text/plain', inPieces(Buffer.from('x'), 1))).rejects.toThrow(
      'boundary',
    );
  });

  it('is refused with a third part', async () => {
    const body = Buffer.concat([
      write(Buffer.from('a')).subarray(0, -4),
      Buffer.from('\r\n\r\nb\r\n--=b=--'),
    ]);
    const { media } = await readMultipart(type, inPieces(body, 9));
    await expect(collect(media)).rejects.toThrow('two parts');
  });
});
