import { formatManifest, type Manifest } from '../../shared/src/domain/backup/manifest.ts';
import { openRestoreLane, type RestoreLane } from '../support/restore/restore-lane.ts';

const syncBytes = 16;

/** Where the parts of an Avro file of one block begin. */
const regions: Readonly<Record<string, (file: Buffer, sync: number) => number>> = {
  'its first bytes': () => 0,
  'the number of header entries': () => 4,
  'the schema': (file) => file.indexOf('"fields"') + 3,
  'a column in the schema': (file) => file.indexOf('varchar'),
  'the name of the codec': (file) => file.indexOf('deflate') + 2,
  'what it says of itself': (file) => file.indexOf('cutover.set_id') + 3,
  'the marker in the header': (_, sync) => sync + 5,
  'the number of rows': (_, sync) => sync + syncBytes,
  'the size of the block': (_, sync) => sync + syncBytes + 1,
  'the rows': (file) => file.length - syncBytes - 4,
  'the marker behind the block': (file) => file.length - 1,
};

describe('a set that is damaged', () => {
  let lane: RestoreLane;
  let manifest: Manifest;
  let file: string;

  beforeAll(async () => {
    lane = await openRestoreLane();
    await lane.query("INSERT INTO jobs VALUES (1, 'Clerk'), (2, 'Driver'), (3, 'Cook')");
    manifest = await lane.backUp();
    await lane.query("INSERT INTO departments VALUES (1, 'Sales')");
    await lane.query('DELETE FROM jobs WHERE id > 1');
    file = objectOf('jobs');
  });
  afterAll(() => lane.drop());

  const objectOf = (table: string) =>
    manifest.tables.find((each) => each.table === table)?.object ?? '';

  /** The refusal of a restore of all tables while an object's bytes are others. */
  async function refusalOf(name: string, change: (content: Buffer) => Buffer) {
    const content = lane.contentOf(name);
    lane.damage(name, change);
    const refused = await lane.refusal({});
    lane.damage(name, () => content);
    return refused;
  }

  const turnBit = (at: number) => (content: Buffer) => {
    content[at] = (content[at] ?? 0) ^ 2;
    return content;
  };

  it.each(Object.keys(regions))('is refused where a bit is turned in %s', async (region) => {
    const content = lane.contentOf(file);
    const sync = content.indexOf(content.subarray(-syncBytes));
    const at = regions[region]?.(content, sync) ?? -1;
    expect(at).toBeGreaterThanOrEqual(0);
    const { code, message } = await refusalOf(file, turnBit(at));
    expect(['invalid-object', 'unsupported']).toContain(code);
    expect(message).toContain(`memory:${file}`);
  });

  it('is refused where a bit is turned in its manifest', async () => {
    const name = `${lane.database}/${manifest.set_id}/manifest.json`;
    for (const text of ['"taken_at"', '"rows"', '"content_hash"', 'Driver', '"checksum"']) {
      const found = lane.contentOf(name).indexOf(text);
      const at = found < 0 ? lane.contentOf(name).length - 20 : found + 2;
      const { code, message } = await refusalOf(name, turnBit(at));
      expect(code).toBe('invalid-object');
      expect(message).toContain(`memory:${name} is no sound manifest`);
    }
  });

  it('is refused where a file was cut off, also between two blocks', async () => {
    const { length } = lane.contentOf(file);
    const block = lane.contentOf(file).indexOf(lane.contentOf(file).subarray(-syncBytes));
    for (const size of [0, 3, block, block + syncBytes, length - syncBytes, length - 1]) {
      const { code, message } = await refusalOf(file, (whole) => whole.subarray(0, size));
      expect(code).toBe('invalid-object');
      expect(message).toContain(`memory:${file}`);
    }
  });

  it('is refused where a file is that of another table', async () => {
    const other = lane.contentOf(objectOf('departments'));
    const { code, message } = await refusalOf(file, () => other);
    expect(code).toBe('invalid-object');
    expect(message).toMatch(/^The columns of memory:.*jobs\.avro are not those/);
  });

  it('is refused where an object was written anew, and names every fault of it', async () => {
    const { object, generation } = manifest.tables.find(({ table }) => table === 'jobs') ?? {};
    const content = lane.contentOf(object ?? '');
    await lane.store.writeText(object ?? '', 'x', generation ?? '');
    const { code, message } = await lane.refusal({
      from: { setId: manifest.set_id, tables: 'all' },
    });
    expect(code).toBe('invalid-object');
    expect(message).toMatch(
      /jobs\.avro is not what the manifest of its set says: its generation .*; its size .*; its CRC32C/,
    );
    expect((await lane.refusal({})).code).toBe('invalid-object');
    expect((await lane.refusal({ from: { object: object ?? '', table: null } })).code).toBe(
      'invalid-object',
    );
    expect(content.length).toBeGreaterThan(1);
    // The others can't be as they were: generations are not given twice.
    manifest = await lane.backUp();
    file = objectOf('jobs');
  });

  it('is refused where the manifest is that of another set', async () => {
    const twin = await lane.backUp(['departments']);
    const name = `${lane.database}/${twin.set_id}/manifest.json`;
    const text = Buffer.from(await formatManifest(manifest));
    const { code, message } = await refusalOf(name, () => text);
    expect(code).toBe('invalid-object');
    expect(message).toContain(`it is the manifest of the set ${manifest.set_id}`);
  });

  it('gives one of its files to no other table', async () => {
    const wrong = await lane.refusal({ from: { object: file, table: 'departments' } });
    expect(wrong.code).toBe('invalid-request');
    expect(wrong.message).toMatch(/jobs\.avro holds the rows of jobs, not of departments/);
    const renamed = file.replace('jobs.avro', 'departments_2.avro');
    await lane.store.write(renamed, 'application/avro', pieces(lane.contentOf(file)));
    const strange = await lane.refusal({ from: { object: renamed, table: 'departments' } });
    expect(strange.message).toMatch(/does not speak of memory:.*departments_2\.avro/);
    await lane.store.write('departments.avro', 'application/avro', pieces(lane.contentOf(file)));
    const moved = await lane.refusal({
      from: { object: 'departments.avro', table: 'departments' },
    });
    expect(moved.message).toMatch(/departments\.avro holds the rows of jobs, not of departments/);
  });

  async function* pieces(content: Buffer) {
    yield content;
  }
});
