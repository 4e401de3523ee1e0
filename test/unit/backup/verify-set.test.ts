import { AppError } from '../../../shared/src/domain/app-error.ts';
import { listSets } from '../../../shared/src/domain/backup/list-sets.ts';
import { formatManifest, type Manifest } from '../../../shared/src/domain/backup/manifest.ts';
import { findSet } from '../../../shared/src/domain/backup/set-folder.ts';
import { takeSet } from '../../../shared/src/domain/backup/take-set.ts';
import { verifySet } from '../../../shared/src/domain/backup/verify-set.ts';
import { openSetLane } from '../../support/backup/set-lane.ts';

describe('verifying a set', () => {
  let lane: ReturnType<typeof openSetLane>;
  let manifest: Manifest;
  let file: string;

  beforeEach(async () => {
    lane = openSetLane();
    manifest = await takeSet(lane.ports, { codec: 'null' });
    file = manifest.tables[0]?.object ?? '';
    lane.pass(1000);
  });

  const verify = async () =>
    verifySet(lane.ports, await findSet(lane.store, 'hr', manifest.set_id));

  const manifestName = () => `hr/${manifest.set_id}/manifest.json`;

  const describeFirst = async () =>
    (await listSets(lane.ports, 'hr', { limit: 1, after: null })).sets[0];

  it('keeps a record by which the list shows when it was proven', async () => {
    expect(await describeFirst()).toMatchObject({ state: 'unproven', proven_at: null });
    const proof = await verify();
    expect(proof).toMatchObject({ passed: true, tables: 2, rows: 7, faults: [] });
    expect(await describeFirst()).toMatchObject({
      state: 'proven',
      proven_at: proof.finished_at,
      proofs: [{ kind: 'verify', passed: true, at: proof.finished_at }],
    });
  });

  it('finds any bit that was turned, and names object and table', async () => {
    const size = lane.contentOf(file).length;
    for (let at = 0; at < size; at++) {
      const turn = (content: Buffer) => {
        content[at] = (content[at] ?? 0) ^ (1 << (at % 8));
        return content;
      };
      lane.damage(file, turn);
      lane.pass(1);
      const proof = await verify();
      expect(proof.passed).toBe(false);
      const named = proof.faults.map(({ object, table }) => `${object} ${table}`);
      expect(new Set(named)).toEqual(new Set([`${file} departments`]));
      lane.damage(file, turn);
    }
  });

  it('finds a file that was cut off anywhere', async () => {
    const whole = lane.contentOf(file);
    for (let size = 0; size < whole.length; size += 11) {
      lane.damage(file, () => whole.subarray(0, size));
      lane.pass(1);
      expect(await verify()).toMatchObject({ passed: false });
    }
  });

  it('finds a file that was taken for another', async () => {
    const other = manifest.tables[1]?.object ?? '';
    lane.damage(file, () => lane.contentOf(other));
    expect(await verify()).toMatchObject({
      passed: false,
      faults: [{ object: file, reason: expect.stringMatching(/The columns of .*departments/) }],
    });
  });

  it('finds a file that is gone or was written anew', async () => {
    const [first, second] = manifest.tables;
    await lane.store.remove(first?.object ?? '', first?.generation ?? '');
    await lane.store.writeText(second?.object ?? '', 'x', second?.generation ?? null);
    const { faults } = await verify();
    expect(faults.map(({ reason }) => reason)).toEqual([
      'it is gone',
      expect.stringMatching(/^its generation is \d+, and the manifest says \d+$/),
      expect.stringMatching(/^its size in bytes is 1, /),
      expect.stringMatching(/^its CRC32C is /),
    ]);
    expect(await describeFirst()).toMatchObject({ state: 'damaged', proven_at: null });
  });

  it('finds a manifest that was damaged, and lists its set all the same', async () => {
    lane.damage(manifestName(), (content) => content.fill('9', 200, 201));
    expect(await verify()).toMatchObject({
      passed: false,
      faults: [{ object: manifestName(), table: null }],
    });
    expect(await describeFirst()).toMatchObject({ state: 'damaged', rows: null });
  });

  it('finds the manifest of another set', async () => {
    const other = await takeSet(lane.ports, { codec: 'null' });
    const text = await formatManifest(other);
    lane.damage(manifestName(), () => Buffer.from(text));
    expect(await verify()).toMatchObject({
      passed: false,
      faults: [{ reason: expect.stringContaining(`the manifest of the set ${other.set_id}`) }],
    });
  });

  it('finds what does not agree with a manifest that is sound in itself', async () => {
    const tables = manifest.tables.map((table) => ({
      ...table,
      rows: table.rows + 1,
      sha256: 'a'.repeat(64),
      content_hash: table.content_hash.replace(/.{64}$/, 'b'.repeat(64)),
    }));
    const text = await formatManifest({ ...manifest, tables });
    lane.damage(manifestName(), () => Buffer.from(text));
    const { faults } = await verify();
    expect(faults.filter(({ table }) => table === 'departments')).toMatchObject([
      { reason: expect.stringMatching(/^its SHA-256 is /) },
      { reason: 'its number of rows is 3, and the manifest says 4' },
      { reason: expect.stringMatching(/^its content hash is /) },
    ]);
  });

  it('keeps no record where the bucket does not answer', async () => {
    const away = new AppError('unavailable', 'Cloud Storage did not deliver.');
    const store = {
      ...lane.store,
      // biome-ignore lint/correctness/useYield: it fails before there is anything.
      async *read() {
        throw away;
      },
    };
    const folder = await findSet(lane.store, 'hr', 'newest');
    await expect(verifySet({ ...lane.ports, store }, folder)).rejects.toBe(away);
    expect(await describeFirst()).toMatchObject({ state: 'unproven' });
  });
});
