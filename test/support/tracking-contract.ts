import type { Page, PageRequest } from '../../shared/src/domain/page.ts';
import type { Change, HistoryFilter } from '../../shared/src/domain/tracking/change.ts';
import type { EvidenceStore } from '../../shared/src/domain/tracking/evidence.ts';
import type { ResourceName } from '../../shared/src/domain/tracking/resource.ts';
import type { Stored, TrackingStore } from '../../shared/src/domain/tracking/tracking-store.ts';
import { aFact, anEntity, anObject, aPhase, aProgress, hostileTexts } from './tracking-builders.ts';

export interface OpenTracking {
  readonly store: TrackingStore;
  readonly evidence: EvidenceStore;
}

const author = { actor: 'ann@example.com' };

async function readAll<Item>(
  limit: number,
  read: (page: PageRequest) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await read({ limit, cursor });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}

const listAll = <R extends ResourceName>(store: TrackingStore, resource: R, limit = 100) =>
  readAll<Stored<unknown>>(limit, (page) => store[resource].list({}, page)).then((all) =>
    all.map(({ record }) => record),
  );

const historyOf = (store: TrackingStore, filter: HistoryFilter = {}, limit = 100) =>
  readAll<Change>(limit, (page) => store.history(filter, page));

/** How each of the promises ended: `done`, or the code of its error. */
async function outcomesOf(promises: readonly Promise<unknown>[]): Promise<string[]> {
  return Promise.all(
    promises.map((promise) =>
      promise.then(
        () => 'done',
        (error) => error.code,
      ),
    ),
  );
}

const countOf = (outcomes: readonly string[], outcome: string) =>
  outcomes.filter((one) => one === outcome).length;

/** What every tracking store promises. `open` gives an empty one. */
export function describeTracking(name: string, open: () => Promise<OpenTracking>): void {
  describe(`tracking in ${name}`, () => {
    let store: TrackingStore;
    let evidence: EvidenceStore;

    beforeEach(async () => {
      ({ store, evidence } = await open());
    });

    describe('each resource', () => {
      const addParents = async () => {
        await store.phase.create(aPhase({ step_id: 1, parent_step_id: null }), author);
        await store.entity.create(anEntity({ entity_id: 1 }), author);
      };
      const walks = {
        phase: () =>
          walk('phase', aPhase(), aPhase({ name: 'Not Started', parent_step_id: 2 }), {
            step_id: 2,
          }),
        entity: () =>
          walk('entity', anEntity(), anEntity({ is_spdb: true, target_database: null }), {
            entity_id: 2,
          }),
        progress: () =>
          walk(
            'progress',
            aProgress({ step_id: 1, entity_id: 1 }),
            aProgress({ step_id: 1, entity_id: 1, end_date_time: null, is_successful: null }),
            { step_id: 1, entity_id: 1 },
          ),
        entity_object: () =>
          walk(
            'entity_object',
            anObject({ entity_id: 1 }),
            anObject({ entity_id: 1, name: 'Postgres', size_in_mb: 31 }),
            { object_id: 2 },
          ),
      };

      async function walk<R extends ResourceName>(
        resource: R,
        first: Parameters<TrackingStore[R]['create']>[0] & object,
        second: typeof first,
        key: object,
      ): Promise<void> {
        // One resource's methods, whichever it is: the compiler can't follow that they belong together.
        const records = store[resource] as unknown as TrackingStore['phase'];
        const [one, other, where] = [first, second, key] as never[] as [never, never, never];
        expect(await records.get(where)).toBeNull();
        await expect(records.replace(one, author)).rejects.toMatchObject({ code: 'not-found' });
        await expect(records.remove(where, author)).rejects.toMatchObject({ code: 'not-found' });

        const created = await records.create(one, author);
        expect(created).toMatchObject({ record: first, version: 1, changedBy: author.actor });
        expect(await records.get(where)).toEqual(created);
        await expect(records.create(other, author)).rejects.toMatchObject({ code: 'conflict' });

        const replaced = await records.replace(other, { actor: 'bob' });
        expect(replaced).toMatchObject({ record: second, version: 2, changedBy: 'bob' });
        expect(await records.get(where)).toEqual(replaced);
        const { items } = await records.list({}, { limit: 10, cursor: null });
        expect(items).toContainEqual(replaced);

        await records.remove(where, author);
        expect(await records.get(where)).toBeNull();
        await expect(records.remove(where, author)).rejects.toMatchObject({ code: 'not-found' });
        await expect(records.replace(one, author)).rejects.toMatchObject({ code: 'not-found' });

        expect(await records.create(one, author)).toMatchObject({ record: first, version: 4 });
      }

      it.each(Object.keys(walks) as (keyof typeof walks)[])(
        '%s is created once, replaced and deleted where it is, and its versions never repeat',
        async (resource) => {
          await addParents();
          await walks[resource]();
        },
      );
    });

    it('gives back every text exactly, and finds by it', async () => {
      for (const [index, text] of hostileTexts.entries()) {
        const entity = anEntity({ entity_id: index, application_name: text, migrator: text });
        const phase = aPhase({ step_id: index, description: text });
        await store.entity.create(entity, { actor: text, reason: text });
        await store.phase.create(phase, author);
        expect((await store.entity.get({ entity_id: index }))?.record).toEqual(entity);
        const page = { limit: 5, cursor: null };
        const { items } = await store.entity.list({ application_name: text }, page);
        expect(items).toMatchObject([{ record: entity, changedBy: text }]);
        const [change] = await historyOf(store, { actor: text });
        expect(change).toMatchObject({ new: entity, actor: text, reason: text });
      }
      const descriptions = (await listAll(store, 'phase')).map(
        (phase) => (phase as { description: string }).description,
      );
      expect(descriptions).toEqual(hostileTexts);
    });

    it('keeps the greatest ids that JSON keeps, and their order', async () => {
      const ids = [0, 9, 10, Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER];
      await Promise.all(
        ids.toReversed().map((id) => store.entity.create(anEntity({ entity_id: id }), author)),
      );
      const listed = (await listAll(store, 'entity', 2)) as { entity_id: number }[];
      expect(listed.map(({ entity_id }) => entity_id)).toEqual(ids);
    });

    it('keeps moments to the microsecond', async () => {
      await store.phase.create(aPhase(), author);
      await store.entity.create(anEntity(), author);
      const progress = aProgress({
        start_date_time: '2023-05-04 11:00:00.000001',
        end_date_time: '2023-05-04 11:00:00.5',
      });
      await store.progress.create(progress, author);
      expect(await listAll(store, 'progress')).toEqual([progress]);
      const { items } = await store.progress.list(
        { start_date_time: '2023-05-04 11:00:00.000001' },
        { limit: 1, cursor: null },
      );
      expect(items).toHaveLength(1);
    });

    describe('under many writers', () => {
      it('creates a key once, whoever comes', async () => {
        const outcomes = await outcomesOf(
          Array.from({ length: 50 }, (_, index) =>
            store.entity.create(anEntity({ migrator: `writer ${index}` }), author),
          ),
        );
        expect([countOf(outcomes, 'done'), countOf(outcomes, 'conflict')]).toEqual([1, 49]);
        expect(await listAll(store, 'entity')).toHaveLength(1);
        expect(await historyOf(store)).toHaveLength(1);
      });

      it('keeps 500 progress records that come at once', async () => {
        const sides = { steps: 20, entities: 25 };
        const steps = Array.from({ length: sides.steps }, (_, index) => index + 1);
        const entities = Array.from({ length: sides.entities }, (_, index) => index + 1);
        await Promise.all([
          ...steps.map((step_id) => store.phase.create(aPhase({ step_id }), author)),
          ...entities.map((entity_id) => store.entity.create(anEntity({ entity_id }), author)),
        ]);
        const progress = steps.flatMap((step_id) =>
          entities.map((entity_id) => aProgress({ step_id, entity_id })),
        );
        await Promise.all(progress.map((record) => store.progress.create(record, author)));
        expect(await listAll(store, 'progress', 70)).toEqual(progress);
      });

      it('lets one of two win who replace the same version', async () => {
        await store.entity.create(anEntity(), author);
        const outcomes = await outcomesOf(
          ['a', 'b'].map((migrator) => store.entity.replace(anEntity({ migrator }), author, 1)),
        );
        expect(outcomes.toSorted()).toEqual(['done', 'precondition-failed']);
        expect((await store.entity.get({ entity_id: 2 }))?.version).toBe(2);
      });

      it('makes all changes that expect no version, one after the other, and loses none', async () => {
        await store.entity.create(anEntity({ migrator: 'first' }), author);
        const migrators = Array.from({ length: 20 }, (_, index) => `writer ${index}`);
        await Promise.all(
          migrators.map((migrator) => store.entity.replace(anEntity({ migrator }), author)),
        );
        const changes = (await historyOf(store)).toSorted((a, b) => a.version - b.version);
        expect(changes.map(({ version }) => version)).toEqual(
          Array.from({ length: 21 }, (_, index) => index + 1),
        );
        const states = changes.map((change) => (change.new as { migrator: string }).migrator);
        expect(states.slice(1).toSorted()).toEqual(migrators.toSorted());
        const before = changes.map((change) => change.old as { migrator: string } | null);
        expect(before.map((old) => old?.migrator)).toEqual([undefined, ...states.slice(0, -1)]);
      });

      it('never leaves a reference to what was deleted at the same time', async () => {
        for (let round = 0; round < 5; round++) {
          await store.phase.create(aPhase({ step_id: round }), author);
          await store.entity.create(anEntity({ entity_id: round }), author);
          const outcomes = await outcomesOf([
            store.progress.create(aProgress({ step_id: round, entity_id: round }), author),
            store.phase.remove({ step_id: round }, author),
            store.entity.remove({ entity_id: round }, author),
          ]);
          const [created, ...removed] = outcomes;
          if (created === 'done') expect(removed).toEqual(['conflict', 'conflict']);
          else expect(created).toBe('unknown-reference');
        }
      });
    });

    describe('references', () => {
      it('must be there, and every missing one is named', async () => {
        await expect(store.progress.create(aProgress(), author)).rejects.toMatchObject({
          code: 'unknown-reference',
          details: [{ at: '/step_id' }, { at: '/entity_id' }],
        });
        await store.phase.create(aPhase(), author);
        await expect(store.progress.create(aProgress(), author)).rejects.toMatchObject({
          message: 'There is no entity 2, which entity_id names.',
          details: [{ at: '/entity_id' }],
        });
        await expect(store.entity_object.create(anObject(), author)).rejects.toMatchObject({
          code: 'unknown-reference',
        });
        await expect(
          store.phase.replace(aPhase({ parent_step_id: 7 }), author),
        ).rejects.toMatchObject({ details: [{ at: '/parent_step_id' }] });
        expect(await listAll(store, 'progress')).toEqual([]);
      });

      it('a phase may be its own parent, and be deleted then', async () => {
        await store.phase.create(aPhase({ parent_step_id: 2 }), author);
        await store.phase.remove({ step_id: 2 }, author);
        expect(await store.phase.get({ step_id: 2 })).toBeNull();
      });

      it('keep what they lead to from being deleted, until they are gone', async () => {
        await store.phase.create(aPhase(), author);
        await store.phase.create(aPhase({ step_id: 3, parent_step_id: 2 }), author);
        await store.entity.create(anEntity(), author);
        await store.progress.create(aProgress(), author);
        await store.entity_object.create(anObject(), author);
        await store.entity_object.create(anObject({ object_id: 3 }), author);

        await expect(store.phase.remove({ step_id: 2 }, author)).rejects.toMatchObject({
          code: 'conflict',
          message: "Phase step_id 2 can't be deleted: phase 3, progress 2/2 refer to it.",
        });
        await expect(store.entity.remove({ entity_id: 2 }, author)).rejects.toMatchObject({
          details: [{ message: 'entity object 2 and 1 more' }, { message: 'progress 2/2' }],
        });
        await store.progress.remove({ step_id: 2, entity_id: 2 }, author);
        await store.phase.replace(aPhase({ step_id: 3, parent_step_id: null }), author);
        await store.phase.remove({ step_id: 2 }, author);
        await store.entity_object.remove({ object_id: 2 }, author);
        await store.entity_object.remove({ object_id: 3 }, author);
        await store.entity.remove({ entity_id: 2 }, author);
      });
    });

    describe('lists', () => {
      beforeEach(async () => {
        await Promise.all([
          ...[1, 2, 10].map((step_id) => store.phase.create(aPhase({ step_id }), author)),
          ...[1, 2].map((entity_id) => store.entity.create(anEntity({ entity_id }), author)),
        ]);
        for (const [step_id, entity_id, is_successful] of [
          [10, 1, false],
          [2, 2, true],
          [2, 1, null],
          [1, 2, true],
        ] as const) {
          await store.progress.create(aProgress({ step_id, entity_id, is_successful }), author);
        }
      });

      const keysOf = (page: Page<Stored<{ step_id: number; entity_id: number }>>) =>
        page.items.map(({ record }) => [record.step_id, record.entity_id]);

      it('come by key, page by page', async () => {
        const first = await store.progress.list({}, { limit: 3, cursor: null });
        expect(keysOf(first)).toEqual([
          [1, 2],
          [2, 1],
          [2, 2],
        ]);
        const second = await store.progress.list({}, { limit: 3, cursor: first.next });
        expect(keysOf(second)).toEqual([[10, 1]]);
        expect(second.next).toBeNull();
      });

      it('hold what has all the fields that are asked for', async () => {
        const page = { limit: 10, cursor: null };
        expect(keysOf(await store.progress.list({ entity_id: 2 }, page))).toEqual([
          [1, 2],
          [2, 2],
        ]);
        expect(
          keysOf(await store.progress.list({ step_id: 2, is_successful: true }, page)),
        ).toEqual([[2, 2]]);
        expect(keysOf(await store.progress.list({ step_id: 7 }, page))).toEqual([]);
      });

      it('refuse a cursor that none of their pages gave', async () => {
        await expect(store.progress.list({}, { limit: 1, cursor: 'x' })).rejects.toMatchObject({
          code: 'invalid-request',
        });
      });
    });

    describe('history', () => {
      beforeEach(async () => {
        await store.phase.create(aPhase(), author);
        await store.entity.create(anEntity(), author);
        await store.entity.create(anEntity({ entity_id: 3 }), { actor: 'bob' });
        await store.progress.create(aProgress({ is_successful: null }), author);
        await store.progress.replace(aProgress(), { actor: 'bob', reason: 'The rows are there.' });
        await store.entity_object.create(anObject({ entity_id: 3 }), author);
        await store.progress.remove({ step_id: 2, entity_id: 2 }, author);
      });

      const brief = (changes: readonly Change[]) =>
        changes.map(({ resource, operation, version }) => `${resource} ${operation} ${version}`);

      it('has every change, newest first, with what was there before', async () => {
        const changes = await historyOf(store, {}, 3);
        expect(brief(changes)).toEqual([
          'progress delete 3',
          'entity_object create 1',
          'progress replace 2',
          'progress create 1',
          'entity create 1',
          'entity create 1',
          'phase create 1',
        ]);
        expect(changes[0]).toMatchObject({ old: aProgress(), new: null, isWithdrawn: false });
        expect(changes[2]).toMatchObject({
          key: { step_id: 2, entity_id: 2 },
          actor: 'bob',
          reason: 'The rows are there.',
          old: aProgress({ is_successful: null }),
          new: aProgress(),
        });
        expect(changes[3]).toMatchObject({ old: null, reason: null });
      });

      it.each([
        [{ entity_id: 3 }, ['entity_object create 1', 'entity create 1']],
        [
          { entity_id: 2, resource: 'progress' },
          ['progress delete 3', 'progress replace 2', 'progress create 1'],
        ],
        [
          { step_id: 2 },
          ['progress delete 3', 'progress replace 2', 'progress create 1', 'phase create 1'],
        ],
        [{ object_id: 2 }, ['entity_object create 1']],
        [{ actor: 'bob' }, ['progress replace 2', 'entity create 1']],
        [{ operation: 'delete' }, ['progress delete 3']],
        [{ until: '2020-01-01T00:00:00.000Z' }, []],
        [{ since: '2020-01-01T00:00:00.000Z', resource: 'phase' }, ['phase create 1']],
      ] as const)('can be asked for %j', async (filter, expected) => {
        expect(brief(await historyOf(store, filter))).toEqual(expected);
      });
    });

    describe('facts of the overview', () => {
      it('count attempts by their starts since the progress was created, and add up sizes', async () => {
        await store.phase.create(aPhase(), author);
        await store.entity.create(anEntity(), author);
        await store.entity.create(anEntity({ entity_id: 3, env: 'Production' }), author);
        await store.entity_object.create(anObject({ size_in_mb: 30 }), author);
        await store.entity_object.create(anObject({ object_id: 3, size_in_mb: 12 }), author);
        await store.progress.create(aProgress({ start_date_time: '2023-05-01 00:00:00' }), author);
        await store.progress.remove({ step_id: 2, entity_id: 2 }, author);
        await store.progress.create(aProgress({ is_successful: false }), author);
        const second = aProgress({ start_date_time: '2023-05-05 09:00:00', end_date_time: null });
        await store.progress.replace({ ...second, is_successful: null }, author);
        await store.progress.replace(second, author);

        const facts = await store.readOverviewFacts({});
        expect(facts.phases).toEqual([aPhase()]);
        expect(facts.progress).toEqual([{ ...second, attempts: 2 }]);
        expect(facts.entities.toSorted((a, b) => a.entity_id - b.entity_id)).toEqual([
          { ...anEntity(), objects: 2, size_in_mb: 42 },
          { ...anEntity({ entity_id: 3, env: 'Production' }), objects: 0, size_in_mb: 0 },
        ]);
        const { entities } = await store.readOverviewFacts({ env: 'Production' });
        expect(entities.map(({ entity_id }) => entity_id)).toEqual([3]);
        expect((await store.readOverviewFacts({ entity_id: 3 })).progress).toEqual([]);
      });
    });

    describe('evidence', () => {
      it('is kept once, and read oldest first', async () => {
        const later = aFact({ evidence_id: 'b', occurred_at: '2023-05-04T13:00:00.000Z' });
        const earlier = aFact({ evidence_id: 'a', link: 'gs://results/v1.json', detail: null });
        const elsewhere = aFact({ evidence_id: 'c', env: 'Production', kind: 'drill' });
        await evidence.keep([later, earlier]);
        await evidence.keep([elsewhere, aFact({ evidence_id: 'a', result: 'failed' })]);
        await evidence.keep([aFact({ evidence_id: 'd', entity_id: 9 })]);
        const kinds = ['validation', 'drill'] as const;
        expect(await evidence.read(2, 'Development', kinds)).toEqual([earlier, later]);
        expect(await evidence.read(2, null, kinds)).toEqual([earlier, elsewhere, later]);
        expect(await evidence.read(2, null, ['rejects'])).toEqual([]);
      });
    });
  });
}
