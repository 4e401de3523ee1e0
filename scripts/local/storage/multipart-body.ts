import { invalid } from './api-error.ts';

const longestHeadBytes = 1024 * 1024;

/** A multipart/related upload: the JSON of the resource, then the media, which is read as it arrives. */
export interface MultipartBody {
  readonly json: Buffer;
  readonly mediaType: string | undefined;
  readonly media: AsyncIterable<Buffer>;
}

/** The boundary of a Content-Type header; some clients wrap it in single quotes. */
function readBoundary(contentType: string): string {
  const [, quoted, single, bare] =
    /^multipart\/related\s*;.*boundary=(?:"([^"]+)"|'([^']+)'|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? single ?? bare;
  if (boundary === undefined) {
    throw invalid('A multipart upload is multipart/related with a boundary.');
  }
  return boundary;
}

/** Hands out a stream's bytes up to a mark. */
function createScanner(source: AsyncIterable<Buffer>) {
  const chunks = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);

  async function readMore() {
    const { done, value } = await chunks.next();
    if (done) throw invalid('The multipart body ended before its closing boundary.');
    held = held.length === 0 ? value : Buffer.concat([held, value]);
  }

  /** Yields the bytes before the mark and passes over it, holding back only what may be its start. */
  async function* until(mark: Buffer) {
    for (;;) {
      const at = held.indexOf(mark);
      const bytes = held.subarray(0, at >= 0 ? at : Math.max(0, held.length - mark.length + 1));
      held = held.subarray(at >= 0 ? at + mark.length : bytes.length);
      if (bytes.length > 0) yield bytes;
      if (at >= 0) return;
      await readMore();
    }
  }

  async function collect(mark: string): Promise<Buffer> {
    const parts: Buffer[] = [];
    let length = 0;
    for await (const bytes of until(Buffer.from(mark))) {
      parts.push(bytes);
      length += bytes.length;
      if (length > longestHeadBytes) {
        throw invalid('The first part of a multipart upload has at most 1 MiB.');
      }
    }
    return Buffer.concat(parts);
  }

  async function discardRest() {
    while (!(await chunks.next()).done);
  }

  return { until, collect, discardRest };
}

type Scanner = ReturnType<typeof createScanner>;

/** Lines end in CRLF, or in LF alone with clients that write them so; the first one shows which. */
async function readFirstLine(scanner: Scanner, boundary: string): Promise<string> {
  const line = (await scanner.collect('\n')).toString('latin1');
  if (line.trimEnd() !== `--${boundary}`) {
    throw invalid('The multipart body starts with its boundary.');
  }
  return line.endsWith('\r') ? '\r\n' : '\n';
}

async function readHeaders(scanner: Scanner, newline: string): Promise<Map<string, string>> {
  const headers = new Map<string, string>();
  for (;;) {
    const line = (await scanner.collect(newline)).toString('latin1');
    if (line === '') return headers;
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

async function* readMedia(scanner: Scanner, delimiter: string) {
  yield* scanner.until(Buffer.from(delimiter));
  const after = await scanner.collect('--');
  if (after.length > 0) {
    throw invalid('A multipart upload has two parts: the resource and the media.');
  }
  await scanner.discardRest();
}

export async function readMultipart(
  contentType: string,
  source: AsyncIterable<Buffer>,
): Promise<MultipartBody> {
  const boundary = readBoundary(contentType);
  const scanner = createScanner(source);
  const newline = await readFirstLine(scanner, boundary);
  const delimiter = `${newline}--${boundary}`;
  await readHeaders(scanner, newline);
  const json = await scanner.collect(delimiter);
  await scanner.collect(newline);
  const headers = await readHeaders(scanner, newline);
  return { json, mediaType: headers.get('content-type'), media: readMedia(scanner, delimiter) };
}
