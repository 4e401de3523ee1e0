import { startBody } from '../../../shared/src/runtime/start-body.ts';

function watchedStream(pieces: number) {
  const seen: string[] = [];
  async function* stream(): AsyncGenerator<string, void, void> {
    try {
      for (let at = 1; at <= pieces; at++) {
        seen.push(`made ${at}`);
        yield String(at);
      }
    } finally {
      seen.push('ended');
    }
  }
  return { seen, stream: stream() };
}

type Started = AsyncIterableIterator<string, void, void>;

async function collect(body: unknown): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of body as Started) pieces.push(piece);
  return pieces;
}

describe('a started body', () => {
  it('gives every piece once, the first two being ready', async () => {
    const { seen, stream } = watchedStream(4);
    const body = await startBody(stream);
    expect(seen).toEqual(['made 1', 'made 2']);
    expect(await collect(body)).toEqual(['1', '2', '3', '4']);
    expect(seen.at(-1)).toBe('ended');
  });

  it('is whole where it has one piece or none', async () => {
    expect(await startBody(watchedStream(1).stream)).toBe('1');
    expect(await startBody(watchedStream(0).stream)).toBe('');
  });

  it('ends where it is dropped before anybody has read of it', async () => {
    const { seen, stream } = watchedStream(4);
    const body = (await startBody(stream)) as Started;
    await body.return?.();
    expect(seen).toEqual(['made 1', 'made 2', 'ended']);
    expect(await collect(body)).toEqual([]);
  });

  it('fails before it is there where the stream fails at once', async () => {
    async function* broken(): AsyncGenerator<string, void, void> {
      yield await Promise.reject(new Error('no rows'));
    }
    await expect(startBody(broken())).rejects.toThrow('no rows');
  });
});
