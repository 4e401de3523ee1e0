import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openEventJournal } from '../../../scripts/local/event-journal.ts';
import { openEvents } from '../../../scripts/local/events.ts';
import { makeHome } from '../../support/local-cloud.ts';

const drop = { function: 'take', bucket: 'drops', retry: true };
const event = (name: string, bucket = 'drops') => ({ bucket, object: { name, generation: '1' } });

describe('events', () => {
  let home: ReturnType<typeof makeHome>;
  let said: string[];
  const open = (subscriptions = [drop]) =>
    openEvents(openEventJournal(home.folder), subscriptions, (line) => said.push(line));
  const kept = (folder = home.folder) =>
    readdirSync(folder).filter((name) => name.endsWith('.json'));
  beforeEach(() => {
    home = makeHome();
    said = [];
  });
  afterEach(() => home.remove());

  it('are kept before they are sent, and forgotten once they are taken', async () => {
    const events = open();
    await events.publish(event('a.csv'));
    expect(kept()).toHaveLength(1);
    const taken: unknown[] = [];
    events.start(async ({ function: name, bucket, object }) => {
      taken.push({ name, bucket, object });
    });
    expect(await events.settled(1)).toEqual([]);
    expect(taken).toEqual([
      { name: 'take', bucket: 'drops', object: { name: 'a.csv', generation: '1' } },
    ]);
    expect(kept()).toEqual([]);
  });

  it('are of no interest where no function subscribes to the bucket', async () => {
    await open().publish(event('a.csv', 'results'));
    expect(kept()).toEqual([]);
  });

  it('are sent again until they are taken', async () => {
    const events = open();
    let attempts = 0;
    events.start(async () => {
      attempts += 1;
      if (attempts < 3) throw new Error('busy');
    });
    await events.publish(event('a.csv'));
    expect(await events.settled(9)).toEqual([]);
    expect(attempts).toBe(3);
    expect(kept()).toEqual([]);
  });

  it('outlive the process that kept them', async () => {
    const first = open();
    first.start(async () => {
      throw new Error('down');
    });
    await first.publish(event('a.csv'));
    await first.publish(event('b.csv'));
    await first.settled(1);
    await first.stop();
    const names: string[] = [];
    const second = open();
    second.start(async ({ object }) => {
      names.push(object.name);
    });
    await second.settled(1);
    expect(names).toEqual(['a.csv', 'b.csv']);
  });

  it('are put aside after one failure where the function wants no retry', async () => {
    const events = open([{ ...drop, retry: false }]);
    events.start(async () => {
      throw new Error('it answered 500');
    });
    await events.publish(event('a.csv'));
    expect(await events.settled(9)).toEqual([]);
    expect(kept()).toEqual([]);
    expect(kept(join(home.folder, 'dead'))).toHaveLength(1);
    expect(said.join()).toContain(
      'take has not taken a.csv in 1 attempts (it answered 500); given up',
    );
  });

  it('are given up after a day', async () => {
    const journal = openEventJournal(home.folder);
    const time = new Date(Date.now() - 25 * 3600 * 1000).toISOString();
    await journal.add({ id: '1', function: 'take', bucket: 'drops', time, object: { name: 'a' } });
    const events = open();
    events.start(async () => {
      throw new Error('never');
    });
    expect(await events.settled(9)).toEqual([]);
    expect(existsSync(join(home.folder, 'dead', `${time.replaceAll(':', '')}-1.json`))).toBe(true);
  });
});
