import { connectMysql } from '../../../shared/src/adapters/mysql/connect.ts';
import { listSets } from '../../../shared/src/domain/backup/list-sets.ts';
import { readLatestProofs } from '../../../shared/src/domain/backup/read-proofs.ts';
import { findSet } from '../../../shared/src/domain/backup/set-folder.ts';
import { drillSet } from '../../../shared/src/domain/restore/drill-set.ts';
import { openRestoreLane, type RestoreLane } from '../../support/restore/restore-lane.ts';

describe('a drill', () => {
  let lane: RestoreLane;
  let suffix = 0;
  const now = () => new Date(Date.now() + suffix);

  beforeEach(async () => {
    lane = await openRestoreLane();
    await lane.query("INSERT INTO jobs VALUES (1, 'Clerk'), (2, 'Driver')");
    await lane.query("INSERT INTO hired_employees VALUES (1, 'Ann', NULL, NULL, 2)");
  });
  afterEach(() => lane.drop());

  async function drill(setId = 'newest') {
    const folder = await findSet(lane.store, lane.database, setId);
    const makeSuffix = () => String(++suffix);
    return drillSet({ ...lane.ports, now, makeSuffix }, folder, { actor: 'tests' });
  }

  async function readStates() {
    const ports = { store: lane.store, now, leaseMs: 60_000 };
    const { sets } = await listSets(ports, lane.database, { limit: 9, after: null });
    return sets.map(({ state }) => state);
  }

  it('restores every table of a set, and touches none of the database', async () => {
    await lane.backUp();
    await lane.query('DROP TABLE hired_employees');
    await lane.query('ALTER TABLE jobs MODIFY job VARCHAR(9)');
    const before = await lane.readState();
    expect(await drill()).toMatchObject({ kind: 'drill', passed: true, tables: 3, rows: 3 });
    expect(await lane.readState()).toEqual(before);
    expect(await readStates()).toEqual(['proven']);
    const journal = await lane.ports.replacer.list(9);
    expect(journal.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'rehearsal done',
      'rehearsal done',
      'rehearsal done',
    ]);
  });

  it('fails, with table and reason, where the database refuses to make a table as it was', async () => {
    const { pool, close } = await connectMysql(lane.target, 1);
    await pool.query('SET innodb_strict_mode = OFF');
    const columns = Array.from({ length: 40 }, (_, at) => `c${at} CHAR(250)`).join(', ');
    await pool.query(`CREATE TABLE broad (${columns}) ROW_FORMAT = REDUNDANT CHARSET latin1`);
    await close();
    const { tables } = await lane.backUp();
    const { object = '' } = tables.find(({ table }) => table === 'broad') ?? {};
    const before = await lane.readState();
    const proof = await drill();
    const reason = expect.stringMatching(
      /^The database refuses to make broad as it was .*: Row size/,
    );
    expect(proof.faults).toEqual([{ object, table: 'broad', reason }]);
    const folder = await findSet(lane.store, lane.database, 'newest');
    expect(await readLatestProofs(lane.store, folder)).toEqual([proof]);
    expect(await lane.readState()).toEqual(before);
    expect(await readStates()).toEqual(['damaged']);
    const journal = await lane.ports.replacer.list(9);
    expect(journal.map(({ state }) => state).sort()).toEqual(['done', 'done', 'done', 'failed']);
  });

  it('says which object is damaged and why, and goes on with the others', async () => {
    const { tables } = await lane.backUp();
    const { object = '' } = tables.find(({ table }) => table === 'jobs') ?? {};
    lane.damage(object, (content) => {
      content[content.length - 20] = (content[content.length - 20] ?? 0) ^ 1;
      return content;
    });
    const before = await lane.readState();
    const proof = await drill();
    expect(proof).toMatchObject({ passed: false, faults: [{ object, table: 'jobs' }] });
    expect(proof.faults[0]?.reason).toContain(`memory:${object}`);
    expect(await lane.readState()).toEqual(before);
    expect(await readStates()).toEqual(['damaged']);
  });
});
