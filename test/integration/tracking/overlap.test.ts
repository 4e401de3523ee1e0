import { runStatements } from '../../../shared/src/adapters/bigquery/run-statement.ts';
import type { RunStatement } from '../../../shared/src/adapters/bigquery/statement.ts';
import { ensureTracking } from '../../../shared/src/adapters/bigquery/tracking/ensure-tracking.ts';
import { bigqueryTrackingStore } from '../../../shared/src/adapters/bigquery/tracking/tracking-store.ts';
import type { HistoryFilter } from '../../../shared/src/domain/tracking/change.ts';
import type { TrackingStore } from '../../../shared/src/domain/tracking/tracking-store.ts';
import { type LocalBigQuery, openLocalBigQuery } from '../../support/local-bigquery.ts';
import {
  appendTogether,
  appendUnseeing,
  isAppend,
  killAt,
} from '../../support/overlapping-statements.ts';
import { anEntity, aPhase, aProgress } from '../../support/tracking-builders.ts';

const author = { actor: 'ann' };
const page = { limit: 100, cursor: null };
const earlier = () => new Date(Date.now() - 60_000).toISOString();

describe('changes that overlap in time', () => {
  let local: LocalBigQuery;
  let run: RunStatement;
  let store: TrackingStore;
  let datasets = 0;

  beforeAll(async () => {
    local = await openLocalBigQuery();
  });

  afterAll(() => local.remove());

  beforeEach(async () => {
    const dataset = `tracking_${datasets++}`;
    await ensureTracking(local.bigquery, dataset);
    run = runStatements(local.bigquery, dataset);
    store = bigqueryTrackingStore(run);
  });

  const storeOn = (other: RunStatement) => bigqueryTrackingStore(other);
  const entity = (migrator: string) => anEntity({ migrator });
  const state = async () => (await store.entity.get({ entity_id: 2 }))?.record.migrator;

  /** Each change: what it made, and whether it is withdrawn; newest first. */
  const history = async (filter: HistoryFilter = {}) =>
    (await store.history(filter, page)).items.map(
      ({ operation, version, new: made, isWithdrawn }) =>
        `${operation} ${version} ${made === null || !('migrator' in made) ? '' : made.migrator}${isWithdrawn ? ' withdrawn' : ''}`.trim(),
    );

  const contested = async () =>
    (
      await run(
        { sql: 'SELECT migrator FROM tbl_migration_entity WHERE is_contested', types: {} },
        {},
      )
    ).length;

  it('of two that create a key, the first to be committed counts', async () => {
    await store.entity.create(entity('first'), author);
    const late = storeOn(appendUnseeing(run, 1));
    await expect(late.entity.create(entity('second'), author)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await state()).toBe('first');
    expect((await history()).toSorted()).toEqual(['create 1 first', 'create 1 second withdrawn']);
    expect(await contested()).toBe(0);
  });

  it('the order of commits decides, not when the statements began', async () => {
    await store.entity.create(entity('first'), author);
    const late = storeOn(appendUnseeing(run, 1, earlier()));
    await expect(late.entity.create(entity('second'), author)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await state()).toBe('first');
  });

  it('it decides in the same way, whoever looks first', async () => {
    const together = appendTogether(3);
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c'].map((name) =>
        storeOn(together(appendUnseeing(run, 1))).entity.create(entity(name), author),
      ),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    const winner = ['a', 'b', 'c'][outcomes.findIndex(({ status }) => status === 'fulfilled')];
    expect(await state()).toBe(winner);
    expect((await history()).filter((change) => change.endsWith('withdrawn'))).toHaveLength(2);
    const withdrawals = await run(
      { sql: 'SELECT withdraws FROM entity_event WHERE withdraws IS NOT NULL', types: {} },
      {},
    );
    expect(new Set(withdrawals.map((row) => row.withdraws)).size).toBe(2);
  });

  it('of two that replace the same version one counts, the other is told to look again', async () => {
    await store.entity.create(entity('old'), author);
    await store.entity.replace(entity('first'), author, 1);
    const late = storeOn(appendUnseeing(run, 2));
    await expect(late.entity.replace(entity('second'), author, 1)).rejects.toMatchObject({
      code: 'precondition-failed',
    });
    expect(await state()).toBe('first');
  });

  it('one that expects no version is made again behind the one that came first', async () => {
    await store.entity.create(entity('old'), author);
    await store.entity.replace(entity('first'), author);
    expect(
      await storeOn(appendUnseeing(run, 2)).entity.replace(entity('second'), author),
    ).toMatchObject({
      version: 3,
    });
    expect(await history()).toEqual([
      'replace 3 second',
      'replace 2 second withdrawn',
      'replace 2 first',
      'create 1 old',
    ]);
  });

  describe('left behind by a writer that was killed', () => {
    const killedAfterAppend = (appending: RunStatement) => {
      let hasAppended = false;
      return storeOn(
        killAt(appending, (statement) => {
          const stops = hasAppended;
          hasAppended ||= isAppend(statement);
          return stops;
        }),
      );
    };

    it('are settled by who reads them', async () => {
      await store.entity.create(entity('first'), author);
      const killed = killedAfterAppend(appendUnseeing(run, 1, earlier()));
      await expect(killed.entity.create(entity('second'), author)).rejects.toThrow('killed');
      expect(await contested()).toBe(1);
      const { items } = await store.entity.list({}, page);
      expect(items.map(({ record }) => record.migrator)).toEqual(['first']);
      expect(await contested()).toBe(0);
    });

    it('are settled by who writes there, whatever they leave open', async () => {
      await store.entity.create(entity('old'), author);
      await store.entity.replace(entity('first'), author, 1);
      const killed = killedAfterAppend(appendUnseeing(run, 2, earlier()));
      await expect(killed.entity.remove({ entity_id: 2 }, author, 1)).rejects.toThrow('killed');
      await expect(store.entity.create(entity('new'), author)).rejects.toMatchObject({
        code: 'conflict',
      });
      expect(await state()).toBe('first');
      await store.entity.replace(entity('next'), author, 2);
      expect(await state()).toBe('next');
    });

    it('never leave anything half done, between whichever statements', async () => {
      const walk = async (tracking: TrackingStore, entity_id: number) => {
        await tracking.entity.create(anEntity({ entity_id, migrator: 'one' }), author);
        await tracking.entity.replace(anEntity({ entity_id, migrator: 'two' }), author);
        await tracking.entity.remove({ entity_id }, author);
      };
      const made = ['create 1 one', 'replace 2 two', 'delete 3'];
      for (let [number, isDone] = [0, false]; !isDone; number++) {
        const killed = storeOn(killAt(run, (_, statement) => statement === number));
        isDone = await walk(killed, number).then(
          () => true,
          () => false,
        );
        const changes = (await history({ entity_id: number })).toReversed();
        expect(changes).toEqual(made.slice(0, changes.length));
        const left = await store.entity.get({ entity_id: number });
        expect(left?.record.migrator).toBe([undefined, 'one', 'two', undefined][changes.length]);
        expect(changes.length).toBeGreaterThanOrEqual(isDone ? made.length : 0);
      }
    });
  });

  describe('a reference and the deletion of what it leads to', () => {
    beforeEach(async () => {
      await store.phase.create(aPhase(), author);
      await store.entity.create(anEntity(), author);
    });

    it('the reference is refused where the deletion was first', async () => {
      await store.phase.remove({ step_id: 2 }, author);
      const late = storeOn(appendUnseeing(run, 1));
      await expect(late.progress.create(aProgress(), author)).rejects.toMatchObject({
        code: 'unknown-reference',
        details: [{ at: '/step_id' }],
      });
      expect(await store.progress.get({ step_id: 2, entity_id: 2 })).toBeNull();
    });

    it('the deletion is refused where the reference was first', async () => {
      await store.progress.create(aProgress(), author);
      const late = storeOn(appendUnseeing(run, 2));
      await expect(late.phase.remove({ step_id: 2 }, author)).rejects.toMatchObject({
        code: 'conflict',
        details: [{ message: 'progress 2/2' }],
      });
      expect(await store.phase.get({ step_id: 2 })).toMatchObject({ version: 1 });
      await store.progress.remove({ step_id: 2, entity_id: 2 }, author);
      await store.phase.remove({ step_id: 2 }, author);
    });

    it('never both count', async () => {
      const together = appendTogether(2);
      const [created, removed] = await Promise.allSettled([
        storeOn(together(appendUnseeing(run, 1))).progress.create(aProgress(), author),
        storeOn(together(appendUnseeing(run, 2))).phase.remove({ step_id: 2 }, author),
      ]);
      expect([created?.status, removed?.status]).toContain('rejected');
      const hasProgress = (await store.progress.get({ step_id: 2, entity_id: 2 })) !== null;
      const hasPhase = (await store.phase.get({ step_id: 2 })) !== null;
      expect(hasProgress).toBe(created?.status === 'fulfilled');
      expect(hasPhase).toBe(removed?.status === 'rejected');
    });
  });
});
